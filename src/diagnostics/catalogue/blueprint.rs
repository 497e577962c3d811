//! Codes of the `blueprint` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {}
}
