//! Which segments are merged, and when: few segments to search, little of the deleted kept, and no merge so large that it
//! takes more memory than all the rest of the writer.

use tantivy::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Share of deleted documents from which a segment is rewritten. The engine's default (1.0) never does it for deletes
/// alone, and deleted documents count in document frequencies until then.
const DELETED_SHARE: f64 = 0.25;
/// Passages from which on a segment is no longer merged with others. A merge holds the dictionaries of all its segments:
/// eight of this size take some 200 MB. An index of ten million passages has some ten segments then.
const LARGEST: usize = 250_000;

/// The engine's merges by size, within bounds, and a rewriting of what is mostly deleted.
#[derive(Debug)]
pub(crate) struct Merges(LogMergePolicy);

impl Default for Merges {
    fn default() -> Self {
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE as f32);
        policy.set_max_docs_before_merge(LARGEST);
        Self(policy)
    }
}

impl MergePolicy for Merges {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut merges = self.0.compute_merge_candidates(segments);
        let large = segments.iter().filter(|segment| segment.num_docs() as usize > LARGEST && is_hollow(segment));
        merges.extend(large.map(|segment| MergeCandidate(vec![segment.id()])));
        merges
    }
}

/// Whether much of a segment is deleted.
fn is_hollow(segment: &SegmentMeta) -> bool {
    f64::from(segment.num_deleted_docs()) > DELETED_SHARE * f64::from(segment.max_doc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::Index;

    /// For each segment its documents and how many of them are deleted; how many are in each merge.
    fn merges(segments: &[(u32, u32)]) -> Vec<usize> {
        let index = Index::create_in_ram(tantivy::schema::Schema::builder().build());
        let meta = |(all, deleted): &(u32, u32)| {
            let meta = index.new_segment_meta(tantivy::index::SegmentId::generate_random(), *all);
            if *deleted > 0 { meta.with_delete_meta(*deleted, 1) } else { meta }
        };
        let metas: Vec<_> = segments.iter().map(meta).collect();
        Merges::default().compute_merge_candidates(&metas).iter().map(|merge| merge.0.len()).collect()
    }

    #[test]
    fn merges_stay_within_bounds() {
        assert_eq!(merges(&[(20_000, 0); 7]), [] as [usize; 0]);
        assert_eq!(merges(&[(20_000, 0); 8]), [8]);
        assert_eq!(merges(&[(300_000, 0); 20]), [] as [usize; 0]);
    }

    #[test]
    fn what_is_mostly_deleted_is_rewritten() {
        assert_eq!(merges(&[(1000, 300)]), [1]);
        assert_eq!(merges(&[(1_000_000, 300_000), (1_000_000, 200_000)]), [1]);
    }
}
