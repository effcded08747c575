// A stand-in for Artifacts: it remembers what it was asked, and has one repository with one commit.
import { RpcTarget } from "cloudflare:workers";
import { refused, remote } from "./calls.js";

export const standIn = (calls) => remote(new Namespace(calls));
// Answers of an older platform, or of none: no list has a number, and what is needed is missing.
export const sparse = () => ({
  create: async (name) => ({ name }),
  import: async () => ({}),
  list: async () => ({ repos: [{ name: "a" }] }),
  get: async () => ({ createToken: async () => ({}), listTokens: async () => ({ tokens: [{ id: "1", scope: "admin", state: "lost" }] }), info: async () => null }),
});

// Answers without their lists, or with something else in their place.
export const listless = () => ({
  list: async () => ({ total: 0 }),
  get: async () => ({ listTokens: async () => ({ tokens: {} }), log: async () => null, readTree: async () => ({}), readCommit: async (hash) => ({ ...COMMIT, parents: hash === HASHES.commit ? undefined : [1] }) }),
});

// Repositories as plain objects with properties and methods, as the platform's types have them.
export const plain = (calls) => ({
  get: async (name) => ({ ...INFO, name, info: async () => INFO, [Symbol.dispose]: () => calls.push("repo gone") }),
});

// The pinned runtime passes no files by remote calls, so these are not remote.
export const withFiles = (calls) => {
  const noting = (method) => (argument) => (calls.push([method.name, argument]), method(argument));
  return { get: async () => ({ readBlob: noting(readBlob), readFile: noting(readFile) }) };
};

const fail = (code, numericCode, message) => {
  throw refused("ArtifactsError", message, { code, numericCode });
};

const HASHES = { commit: "c".repeat(40), tree: "d".repeat(40), blob: "e".repeat(40) };
const ADA = { name: "Ada", email: "ada@example.com" };
const COMMIT = { hash: HASHES.commit, treeHash: HASHES.tree, message: "first", author: ADA, committer: { name: "Eve", email: "" }, parents: ["f".repeat(40)], authoredAt: 1, committedAt: 2 };
const ENTRIES = ["tree", "blob", "exec", "symlink", "gitlink", "moon"].map((type) => ({ name: `a ${type}`, mode: "100644", hash: HASHES.blob, type }));
const INFO = { id: "r1", name: "starter", description: null, defaultBranch: "main", createdAt: "2026-01-02T03:04:05.000Z", updatedAt: "2026-01-02T03:04:06.000Z", lastPushAt: null, source: "artifacts:default/other", readOnly: true };

const created = (name, description = null) => ({ id: "r2", name, description, defaultBranch: "trunk", remote: `https://git.example/${name}.git`, token: "art_v1_secret", tokenExpiresAt: INFO.updatedAt });

class Namespace extends RpcTarget {
  #calls;

  constructor(calls) {
    super();
    this.#calls = calls;
  }

  create(name, options) {
    this.#calls.push(["create", name, options ?? null]);
    if (name === "taken") fail("ALREADY_EXISTS", 10201, "repo already exists: taken");
    return created(name, options?.description);
  }

  import(params) {
    this.#calls.push(["import", params]);
    if (params.source.url.includes("private")) fail("REMOTE_AUTH_REQUIRED", 10106, "it wants to know who asks");
    return created(params.target.name);
  }

  get(name) {
    this.#calls.push(["get", name]);
    if (name !== "starter") fail("NOT_FOUND", 10200, `Repository not found: ${name}.`);
    return new Repo(this.#calls);
  }

  list(options) {
    this.#calls.push(["list", options ?? null]);
    if (options?.cursor === undefined) return { repos: [{ ...INFO, status: "ready" }], total: 2, cursor: "next" };
    return { repos: [{ ...INFO, name: "other", remote: "https://git.example/other.git", lastPushAt: INFO.updatedAt }], total: 2 };
  }

  delete(name) {
    this.#calls.push(["delete", name]);
    return name === "starter";
  }
}

class Repo extends RpcTarget {
  #calls;

  constructor(calls) {
    super();
    this.#calls = calls;
  }

  info() {
    this.#calls.push(["info"]);
    return { ...INFO, remote: "https://git.example/starter.git" };
  }

  createToken(scope, ttl) {
    this.#calls.push(["createToken", scope, ttl ?? null]);
    if (ttl < 60) fail("INVALID_TTL", 10103, `Invalid TTL ${ttl}`);
    return { id: "t1", plaintext: "art_v1_other", scope, expiresAt: "2026-01-03T00:00:00.000Z" };
  }

  listTokens() {
    this.#calls.push(["listTokens"]);
    const token = (id, scope, state) => ({ id, scope, state, createdAt: INFO.createdAt, expiresAt: INFO.updatedAt });
    return { tokens: [token("t1", "read", "active"), token("t2", "write", "expired"), token("t3", "write", "revoked")], total: 9 };
  }

  revokeToken(token) {
    this.#calls.push(["revokeToken", token]);
    return token === "t1";
  }

  fork(name, options) {
    this.#calls.push(["fork", name, options ?? null]);
    return created(name, options?.description);
  }

  log(options) {
    this.#calls.push(["log", options ?? null]);
    if (options?.ref === "bad ref") fail("INVALID_INPUT", 10100, "Invalid ref");
    return options?.ref === "nowhere" ? [] : [COMMIT];
  }

  readCommit(hash) {
    return this.#read("readCommit", hash, HASHES.commit, COMMIT);
  }

  readTree(hash) {
    return this.#read("readTree", hash, HASHES.tree, ENTRIES);
  }

  #read(method, hash, known, value) {
    this.#calls.push([method, hash]);
    if (!/^[0-9a-f]{40}$/.test(hash)) fail("INVALID_INPUT", 10100, "Invalid hash");
    return hash === known ? value : null;
  }

  [Symbol.dispose]() {
    this.#calls.push("repo gone");
  }
}

const readBlob = async (hash) => (hash === HASHES.blob ? new Blob(["bytes"]) : null);

async function readFile({ ref, path }) {
  if (ref === "" || path === "") fail("INVALID_INPUT", 10100, "Invalid ref or path");
  return ref === "main" && path === "README.md" ? new Blob(["# žluť"], { type: "text/plain;charset=utf-8" }) : null;
}
