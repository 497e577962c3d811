//! The filters that templates may use.

use std::fmt;

use liquid::{
    ParserBuilder,
    model::{Value, ValueView},
};
use liquid_core::{
    Filter, ParseFilter, Runtime,
    parser::{FilterArguments, FilterReflection, ParameterReflection},
};

use super::{Shape, quote};

/// A filter's name and what it gives.
pub(super) struct FilterSpec {
    pub(super) name: &'static str,
    pub(super) gives: Shape,
}

/// Every filter that may be used, sorted by name: few, so that templates stay simple, and none
/// that depends on the clock.
pub(super) const FILTERS: [FilterSpec; 11] = [
    FilterSpec { name: "append", gives: Shape::Text },
    FilterSpec { name: "downcase", gives: Shape::Text },
    FilterSpec { name: "escape", gives: Shape::Text },
    FilterSpec { name: "join", gives: Shape::Text },
    FilterSpec { name: "prepend", gives: Shape::Text },
    FilterSpec { name: "py", gives: Shape::Text },
    FilterSpec { name: "replace", gives: Shape::Text },
    FilterSpec { name: "size", gives: Shape::Integer },
    FilterSpec { name: "toml", gives: Shape::Text },
    FilterSpec { name: "upcase", gives: Shape::Text },
    FilterSpec { name: "yaml", gives: Shape::Text },
];

/// Adds the filters that liquid lacks.
pub(super) fn register(builder: ParserBuilder) -> ParserBuilder {
    builder
        .filter(Literal { name: "py", write: quote::python })
        .filter(Literal { name: "toml", write: quote::toml })
        .filter(Literal { name: "yaml", write: quote::yaml })
}

/// A filter without arguments that writes its input as a literal of some language.
#[derive(Clone, Copy)]
struct Literal {
    name: &'static str,
    write: fn(&str) -> String,
}

impl Filter for Literal {
    fn evaluate(&self, input: &dyn ValueView, _: &dyn Runtime) -> liquid_core::Result<Value> {
        Ok(Value::scalar((self.write)(&input.to_kstr())))
    }
}

impl ParseFilter for Literal {
    fn parse(&self, mut arguments: FilterArguments<'_>) -> liquid_core::Result<Box<dyn Filter>> {
        if arguments.positional.next().is_some() || arguments.keyword.next().is_some() {
            return Err(liquid_core::Error::with_msg(format!("`{}` takes no arguments", self.name)));
        }
        Ok(Box::new(*self))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self
    }
}

impl FilterReflection for Literal {
    fn name(&self) -> &str {
        self.name
    }

    fn description(&self) -> &'static str {
        "writes a text as a literal"
    }

    fn positional_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }

    fn keyword_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }
}

impl fmt::Debug for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
