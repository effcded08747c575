// Loaded by Node.js before anything else: wherever wrangler is asked for, it is the one beside this file.
const Module = require("node:module");

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) =>
  resolve(request, /^(wrangler|miniflare)(\/|$)/.test(request) ? module : parent, ...rest);
