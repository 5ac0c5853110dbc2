import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visible } from "../../base/index.ts";
import { formatPlace, type Place, parsePlace } from "./place.ts";

const hash = "0123456789abcdef".repeat(4);

describe("the place in the URL", () => {
  it("is short when nothing is open", () => {
    expect(formatPlace({})).toBe("#/inspect");
    expect(parsePlace("")).toEqual({});
    expect(parsePlace("#/inspect")).toEqual({});
  });

  it("leaves paths readable", () => {
    const place: Place = { blob: hash, name: "a b.bin", release: "1.8.2607", path: 'units[3].map["k"].value', status: "unknown" };
    const text = formatPlace(place);
    expect(text).toContain("path=units[3].map[%22k%22].value");
    expect(parsePlace(text)).toEqual(place);
  });

  it("names neither release nor root of a raw reading", () => {
    expect(parsePlace(formatPlace({ blob: hash, raw: true, release: "1.0", root: "a.B" }))).toEqual({ blob: hash, raw: true });
  });

  it("names bytes that are read otherwise, each with its reading", () => {
    const readAs = [
      { key: 'a["x&y"].data', as: "u16" },
      { key: "units[3].#17", as: "vmbus.relay.Channel@1.7 (2)" },
    ];
    expect(formatPlace({ blob: hash, readAs: readAs.slice(0, 1) })).toContain("as=u16");
    expect(parsePlace(formatPlace({ blob: hash, readAs }))).toEqual({ blob: hash, readAs });
    expect(parsePlace(formatPlace({ blob: hash, raw: true, readAs }))).toEqual({ blob: hash, raw: true, readAs });
    expect(parsePlace(`#/inspect?blob=${hash}&as=u8`)).toEqual({ blob: hash });
  });

  it("names the first byte of a row whose key is too long", () => {
    expect(formatPlace({ blob: hash, at: 0x1f2 })).toBe(`#/inspect?blob=${hash}&at=0x1f2`);
    expect(parsePlace(`#/inspect?blob=${hash}&at=0x1f2`)).toEqual({ blob: hash, at: 0x1f2 });
    expect(parsePlace(`#/inspect?blob=${hash}&at=12`)).toEqual({ blob: hash });
    const readAs = [{ key: "a".repeat(5000), as: "u8" }];
    expect(formatPlace({ blob: hash, readAs }).length).toBeLessThan(120);
  });

  it("spells what cannot be seen in the name that a link gives a blob", () => {
    expect(parsePlace(`#/inspect?blob=${"a".repeat(64)}&name=a%E2%80%AEgnp.bin`).name).toBe("a\\u202egnp.bin");
    expect(parsePlace(`#/compare?a=${"a".repeat(64)}&a-name=a%E2%80%AEgnp.bin`).compare?.a?.name).toBe("a\\u202egnp.bin");
  });

  it("leaves out what it does not understand", () => {
    expect(parsePlace("#/elsewhere?blob=1")).toEqual({});
    expect(parsePlace(`#/inspect?blob=xyz&show=purple&path=a`)).toEqual({ path: "a" });
    expect(parsePlace("#/inspect?path=%")).toEqual({ path: "%" });
  });

  it("reads back what it writes", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
    const places = fc.record(
      {
        name: text.map(visible),
        release: text,
        root: text,
        path: text,
        text,
        status: fc.constantFrom("known", "notes", "malformed"),
        readAs: fc.array(fc.record({ key: text, as: text }), { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(places, (some) => {
        const place = { blob: hash, ...some } as Place;
        expect(parsePlace(formatPlace(place))).toEqual(place);
      }),
      { seed: 20261, numRuns: 500 },
    );
  });

  it("holds two releases, the way, the filter and the finding, and a rule", () => {
    const compat = { pair: ["1.0", "2.0 (2)"], way: "new-to-old", show: "risk", finding: "field-added:both:t.S:2" } as const;
    for (const releases of [{ compat }, { compat: {} }, { rule: "sign-changed" }, { rule: "" }])
      expect(parsePlace(formatPlace({ releases }))).toEqual({ releases });
    expect(formatPlace({ releases: { rule: "sign-changed" } })).toBe("#/releases/rules?rule=sign-changed");
    expect(parsePlace("#/releases/compatibility?old=a&way=up&show=purple&finding=x")).toEqual({ releases: { compat: {} } });
  });
});

it("a place of two sides is read back as it was written", () => {
  const place = {
    compare: {
      a: { sha256: "ab".repeat(32), name: "a b&c.bin", release: "1.7.2511" },
      b: { sha256: "cd".repeat(32), name: "é.bin", root: "x.Y", raw: false as const },
      path: 'units["a|b"].state|units[3]',
      kind: "wire-only" as const,
      text: "a=b",
      equal: true,
      match: { "units[*].state.value.channels": "field:3", units: "index" },
      open: ["=init_state|", "#7|"],
      closed: ["units[0]|units[1]"],
      all: ["", "units[3]|"],
    },
  };
  const { raw: _, ...b } = place.compare.b;
  expect(parsePlace(formatPlace(place))).toEqual({ compare: { ...place.compare, b } });
  expect(parsePlace("#/compare?a=zz&show=nothing&match=x")).toEqual({ compare: {} });
});
