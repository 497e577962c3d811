//! The table, row by row, and what must hold for every tree.

mod bases;
mod dropped;
mod locked;
mod moved;
mod owners;
mod properties;
mod protection;
mod unlocked;
