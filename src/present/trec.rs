//! Ranked articles in the TREC run format, for scoring.

/// `query-id Q0 article-id rank score fundstelle`; white space inside an id becomes `_`, for it would end the column.
#[must_use]
pub fn trec_line(query: &str, article: &str, rank: usize, score: f32) -> String {
    format!("{} Q0 {} {rank} {score:.6} fundstelle", column(query), column(article))
}

fn column(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stays_one_column() {
        assert_eq!(trec_line("q1", "mein Artikel.txt", 1, 2.5), "q1 Q0 mein_Artikel.txt 1 2.500000 fundstelle");
    }
}
