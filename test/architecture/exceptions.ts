/**
 * Every exception from the rules of the house, by name and with its reason. One that is no longer needed makes a test
 * fail, so that the list only ever says what is true.
 */
export const FILE_LINES_MAX = 300
export const FUNCTION_LINES_MAX = 50
/** A component's markup is laid out a tag a line; it says what stands on the screen and decides little. */
export const COMPONENT_LINES_MAX = 70
export const FOLDER_FILES_MAX = 12

export const longFiles: Readonly<Record<string, string>> = {}

/** `path name` of functions. */
export const longFunctionNames: Readonly<Record<string, string>> = {
  'server/src/hub/house.ts openHouse': 'wiring: every part is made once, in the order they need each other',
  'server/living-hall/house.ts startHouse': 'wiring: the environment of three processes, side by side',
  'server/living-hall/demo/books.ts closeBooks': 'one ledger, line by line, in the order it is printed',
}

/** Files that may divide an amount or make a float of it. */
export const dividesFen: Readonly<Record<string, string>> = {
  'hall-display/src/text/format.ts':
    'a browser writes yuan of a fraction; what it is given is shown and never reckoned with',
}

/** Product that no product imports yet: its first user takes the line away with the reason. */
export const awaited: Readonly<Record<string, string>> = {
  'server/src/settlements/matching/draw.ts': 'the pass over the books, which the hub is to run (docs/adr/0019)',
  'server/src/settlements/matching/register.ts': 'what a pass has to say, which the lot is to journal (docs/adr/0019)',
  'server/src/settlements/papers/file.ts': 'the settlement that both sides sign (docs/adr/0019)',
  'server/src/settlements/papers/intake.ts': 'the lot’s daily file, which an operator is to hand in (docs/adr/0019)',
  'server/src/settlements/papers/sheet.ts': 'the books as a sheet (docs/adr/0019)',
}

export const fullFolders: Readonly<Record<string, string>> = {
  'docs/adr': 'decisions in their order, one page each; none is taken away',
  'server/contract/src': 'one file per group of words; `index.ts`, `wire.ts` and `vocabulary.ts` gather them',
}

/** Folders inside a module: several files that are one part of it, all of them pure, and the module too large without. */
export const partFolders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  settlements: {
    matching: 'the books of hall and lot laid beside each other: rows, join, classes, totals',
    papers: 'what comes and goes on paper: the settlement, the daily file of a lot, sheets',
  },
}

/** Files of a module folder beyond the grammar: a rule of the module with a name of its own. */
export const ownParts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accounts: {
    access: 'the table of who may send what',
    passwords: 'scrypt, which is no rule and no state',
    totp: 'codes of a second factor, after their RFC',
  },
  exemptions: {
    claim: 'the words a claim is told in, used by state, decide and view',
    entitlement: 'the one question this product is about',
    mismatch: 'uses at the gate that fit no exemption: asked by decide, state and the reactions',
    policies: 'versions of the policy and their days: asked by decide, state and the entitlement',
    trial: 'what a policy would have come to, judged by the entitlement itself',
    visits: 'past visits, folded from the journals for a trial',
  },
  halls: {
    calendar: 'published holidays: data, not a rule',
    retention: 'what keeps the data key of a day, and what lets it go',
  },
  lots: { retention: 'what keeps the data key of a day, and what lets it go' },
  metrics: {
    formulas: 'the indicators, readable beside the standard',
    marginals: 'the sums reports are made of, and how days add up to a month',
  },
  tickets: {
    checks: 'refusals several verbs share, in their fixed order',
    pace: 'recent minutes of a service, for estimates',
    queue: 'the order people are called in',
    ticket: 'the ticket itself, used by state and view',
  },
}
