//! Everything here needs an engine; the name is what leaves it out where there is none.

mod data;
mod edited;
mod elsewhere;
mod interrupted;
mod older;
mod permission;
mod side_by_side;
mod stale;
mod terminal;
mod trouble;
mod whole_way;
