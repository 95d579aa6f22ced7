//! Copied pages as a whole: invented ones, and those of the shared data when it is there.
#![allow(clippy::unwrap_used)]

use super::*;
