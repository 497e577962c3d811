//! Deploying to Railway, on a Railway of our own: see [`stand_in`].

mod deploys;
mod documents;
mod failures;
mod interrupted;
mod lab;
mod page;
mod played;
mod secrecy;
pub mod stand_in;
