//! Codes of the `apply` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {}
}
