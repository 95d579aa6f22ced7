//! Meta tags and microdata: what a page's head and attributes say by name.

use super::{
    linked_data::clean,
    tree::{Id, Tree},
};

/// The names and values of a page's meta tags, in order.
pub(super) struct Metas {
    values: Vec<(String, String)>,
}

impl Metas {
    pub fn of(tree: &Tree) -> Self {
        let value = |id: Id| {
            let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| tree.attribute(id, key))?;
            let content = clean(tree.attribute(id, "content")?);
            (!content.is_empty()).then(|| (fold(name), content))
        };
        Self { values: tree.elements("meta").filter_map(value).collect() }
    }

    /// The value of the first name that has one; names are given folded, see [`fold`].
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        let value = |name: &&str| self.values.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        names.iter().find_map(value)
    }

    /// Every value of a name.
    pub fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.values.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// `article:published_time`, `article:published:time` and `Article.PublishedTime` are one name: letters, in lower case.
fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The elements that carry a microdata property.
pub(super) fn with_property<'t>(tree: &'t Tree, property: &'t str) -> impl Iterator<Item = Id> + 't {
    let names = move |id: &Id| {
        tree.attribute(*id, "itemprop").is_some_and(|names| names.split_whitespace().any(|name| name == property))
    };
    tree.subtree(Tree::ROOT).filter(names)
}

/// What an element says by attribute (`content`, `datetime`), else by its words.
pub(super) fn value(tree: &Tree, id: Id) -> String {
    let stated = ["content", "datetime"].iter().find_map(|key| tree.attribute(id, key));
    stated.map_or_else(|| clean_words(tree, id), clean)
}

/// The words at and below an element, white space collapsed.
pub(super) fn clean_words(tree: &Tree, id: Id) -> String {
    crate::article::collapse_white_space(&tree.words(id))
}
