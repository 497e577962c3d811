//! Codes of the `state` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {}
}
