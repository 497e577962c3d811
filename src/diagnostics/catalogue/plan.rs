//! Codes of the `plan` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {}
}
