//! Seats of a show, each booked once: a show is a Durable Object, so nobody is asked twice at the same time.
//!
//! Run it with `cargo xtask dev durable-objects`, then `curl http://localhost:8787/hamlet/17 -d ada` and
//! `curl http://localhost:8787/hamlet`.

use std::collections::BTreeMap;

use worker_sdk::durable_objects::{Cell, Namespace, State};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{Bindings, Request, Response, Result, durable_object, event};

#[derive(Bindings)]
struct App {
    shows: Namespace,
}

/// `/hamlet` and `/hamlet/17` go to the object called `hamlet`.
#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let name = request
        .path()
        .split('/')
        .nth(1)
        .unwrap_or_default()
        .to_owned();
    app.shows.get_by_name(name).fetch(request).await
}

#[derive(Bindings)]
struct Hall {
    seats: u32,
}

struct Show {
    state: State,
    hall: Hall,
    /// Who sits where: what is stored, at hand.
    booked: Cell<BTreeMap<u32, String>>,
}

#[durable_object]
impl Show {
    /// Requests wait until this is done.
    async fn new(state: State, hall: Hall) -> Result<Self> {
        let booked: BTreeMap<String, String> = state.storage().list().await?.into_iter().collect();
        let booked = booked
            .into_iter()
            .filter_map(|(seat, guest)| Some((seat.parse().ok()?, guest)));
        Ok(Self {
            booked: Cell::new(booked.collect()),
            state,
            hall,
        })
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let seat = request.path().split('/').nth(2).map(str::to_owned);
        match (request.method(), seat) {
            (&Method::GET, None) => Response::json(&self.booked.with(Clone::clone)),
            (&Method::POST, Some(seat)) => {
                let guest = request.text().await?;
                self.book(&seat, guest).await
            }
            _ => Ok(Response::empty().with_status(StatusCode::NOT_FOUND)),
        }
    }
}

impl Show {
    async fn book(&self, seat: &str, guest: String) -> Result<Response> {
        let Some(seat) = seat.parse().ok().filter(|seat| *seat < self.hall.seats) else {
            return Ok(Response::text("no such seat").with_status(StatusCode::NOT_FOUND));
        };
        // Looking and taking is one closure: no other request comes between.
        let is_free = self.booked.with_mut(|booked| {
            let is_free = !booked.contains_key(&seat);
            booked.entry(seat).or_insert_with(|| guest.clone());
            is_free
        });
        if !is_free {
            return Ok(Response::text("taken").with_status(StatusCode::CONFLICT));
        }
        self.state.storage().put(seat.to_string(), &guest).await?;
        Ok(Response::text("yours").with_status(StatusCode::CREATED))
    }
}
