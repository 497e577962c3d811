//! What must hold for every tree.
