//! Operators: words in capital letters between what they join.

/// An operator between two parts of a query, or before one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
    /// At most so many words apart.
    Near(u32),
}

/// What NEAR means without a number.
const NEAR: u32 = 10;
/// Words further apart than this are not near, however long a passage is.
pub(super) const FARTHEST: u32 = 1000;

impl Operator {
    /// The operator that `piece` is.
    pub(super) fn read(piece: &str) -> Option<Self> {
        match piece {
            "AND" | "UND" => Some(Self::And),
            "OR" | "ODER" => Some(Self::Or),
            "NOT" | "NICHT" => Some(Self::Not),
            "NEAR" => Some(Self::Near(NEAR)),
            _ => {
                let digits = piece.strip_prefix("NEAR/")?;
                let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                plain.then(|| Self::Near(digits.parse().unwrap_or(FARTHEST).clamp(1, FARTHEST)))
            }
        }
    }
}
