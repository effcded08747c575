// An error that a person can act on, as `diagnostic.rs` writes it.
export class Problem extends Error {
  constructor(what, notes = [], fixes = []) {
    super(what);
    this.event = { t: "failed", what, notes, fixes };
  }
}
