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
export const awaited: Readonly<Record<string, string>> = {}

export const fullFolders: Readonly<Record<string, string>> = {
  'docs/adr': 'decisions in their order, one page each; none is taken away',
  'hall-display/public/voice/en': 'one clip per letter, digit and piece of the wording, to be replaced one by one',
  'hall-display/public/voice/zh': 'the same in Chinese',
  'server/contract/src': 'one file per group of words; `index.ts`, `wire.ts` and `vocabulary.ts` gather them',
}

/** Folders inside a module: several files that are one part of it, all of them pure, and the module too large without. */
export const partFolders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  exemptions: {
    trials: 'what a policy would have come to on past visits, which are folded from the journals',
  },
  settlements: {
    diary: 'what the journals of hall and car park tell of a day, as rows of the books',
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
  appointments: {
    slots: 'a day cut into slots, and which of them may be booked: asked by decide and view',
  },
  exemptions: {
    claim: 'the words a claim is told in, used by state, decide and view',
    entitlement: 'the one question this product is about',
    mismatch: 'uses at the gate that fit no exemption: asked by decide, state and the reactions',
    plates: 'whose car it is: bound, chosen, corrected',
    policies: 'versions of the policy and their days: asked by decide, state and the entitlement',
  },
  halls: {
    setup: 'what is set after a hall began: decided apart from its day and its devices',
    retention: 'what keeps the data key of a day, and what lets it go',
  },
  lots: {
    alarms: 'what the devices of a gate say of themselves: decided, folded and shown apart from its facts',
    candidates: 'cars inside that a few characters or a misread plate may mean',
    ledger: 'what the gate holds, by the numbers of its ledger: decided apart from its facts',
    phantoms: 'what the gate holds and nobody granted: found by the books, and taken back',
    retention: 'what keeps the data key of a day, and what lets it go',
    stays: 'the cars that came, and how one is found by its plate',
  },
  metrics: {
    columns: 'the columns of sheets that managers take away',
    day: 'what the figures of one business day are made of: folded by state, told by view',
    line: 'who waits, in the order of their waits: folded by state, counted by view',
    ranking: 'counters in their order, and what a wall is told of each',
    trend: 'days and the weeks they add up to',
    formulas: 'the indicators, readable beside the standard',
    marginals: 'the sums reports are made of, and how days add up to a month',
    'told-waits': 'how wrong it was what visitors were told of their wait',
  },
  settlements: {
    amounts: 'what an adjustment may come to: asked by decide and the disputes',
    disputes: 'a settled use that one side says is wrong: decided apart from what passes find',
    shifts: 'when a shift begins and ends, and which is to be closed',
    endings: 'what people did about a difference, as rows beside the journal: kept and told by the store',
    late: 'days whose books change after their cut-off: noted by the state, asked for by the passes',
  },
  tickets: {
    checks: 'refusals several verbs share, in their fixed order',
    leases: 'numbers that kiosks give out while no hub can be reached',
    pace: 'recent minutes of a service, for estimates',
    queue: 'the order people are called in',
    ticket: 'the ticket itself, used by state and view',
    wait: 'what somebody who waits, or is about to, is told of it',
  },
}
