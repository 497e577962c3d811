//! Containers as tests make them up.

use super::container::Container;

/// A container of a service of the project `shop` that runs well.
pub(super) fn container(service: &str) -> Container {
    Container {
        id: format!("{service}0123456789abcdef"),
        name: format!("shop-{service}-1"),
        image: format!("sha256:{service}"),
        image_name: if service == "db" { "postgres:18".to_owned() } else { format!("shop-{service}") },
        project: "shop".to_owned(),
        directory: "/shop".to_owned(),
        service: service.to_owned(),
        hash: format!("hash of {service}"),
        state: "running".to_owned(),
        status: "Up 2 minutes (healthy)".to_owned(),
        ports: Vec::new(),
    }
}
