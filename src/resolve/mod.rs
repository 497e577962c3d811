//! From a manifest as written to a complete [`Project`]: defaults, environments, the module graph
//! and everything that refers to something else.
//!
//! Pure: no input, no output, no KDL.

mod project;

pub use project::{
    Database, Deploy, Engine, Environment, Module, ModuleOption, Project, Setting, Subtree, Variable,
    VariableType,
};
