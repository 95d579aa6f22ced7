//! Who published an article, under the name that the list of media gives it.

use crate::article::{Article, Outlet};
use crate::lexicon::{Medium, Outlets};

/// The publisher of `article` under its usual name in `outlets` (`SZ` and `sueddeutsche.de` become `Süddeutsche Zeitung`).
///
/// A publisher that no list knows keeps its own name; one known by domain alone is named after it. `None` when the
/// article does not tell.
#[must_use]
pub fn publisher(article: &Article, outlets: &Outlets) -> Option<Outlet> {
    let own_domain = article.outlet.as_ref().and_then(|outlet| outlet.domain.clone());
    let domain = own_domain.or_else(|| article.url.as_deref().and_then(host));
    let name = article.outlet.as_ref().map(|outlet| outlet.name.as_str()).filter(|name| !name.is_empty());
    let by_name = name.and_then(|name| outlets.by_form(name).or_else(|| outlets.by_domain(name)));
    let by_domain = || domain.as_deref().filter(|_| name.is_none()).and_then(|domain| outlets.by_domain(domain));
    match by_name.or_else(by_domain) {
        Some(medium) => Some(known(medium, domain)),
        None => name.map(str::to_owned).or_else(|| domain.clone()).map(|name| Outlet { name, domain }),
    }
}

fn known(medium: &Medium, domain: Option<String>) -> Outlet {
    Outlet { name: medium.name.clone(), domain: domain.or_else(|| medium.domains.first().cloned()) }
}

/// The host of an address, without `www.`.
fn host(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    Some(url.host_str()?.trim_start_matches("www.").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishers_get_their_usual_names() {
        for (name, url, expected, domain) in [
            ("SZ", "", "Süddeutsche Zeitung", Some("sueddeutsche.de")),
            ("sueddeutsche.de", "", "Süddeutsche Zeitung", Some("sueddeutsche.de")),
            ("", "https://www.sueddeutsche.de/politik/1", "Süddeutsche Zeitung", Some("sueddeutsche.de")),
            ("Hafenpost", "https://hafenpost.example/1", "Hafenpost", Some("hafenpost.example")),
            ("", "https://www.hafenpost.example/1", "hafenpost.example", Some("hafenpost.example")),
        ] {
            let outlet = (!name.is_empty()).then(|| Outlet { name: name.into(), domain: None });
            let url = (!url.is_empty()).then(|| url.to_owned());
            let found = publisher(&Article { outlet, url, ..Article::default() }, Outlets::embedded());
            assert_eq!(found, Some(Outlet { name: expected.into(), domain: domain.map(str::to_owned) }));
        }
        assert_eq!(publisher(&Article::default(), Outlets::embedded()), None);
    }
}
