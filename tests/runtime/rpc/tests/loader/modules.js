import text from "a.txt";
import data from "b.bin";
import json from "c.json";
import wasm from "d.wasm";
import common from "e.cjs";
