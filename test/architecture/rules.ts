import type { IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser'

/** docs/architecture.md §7 as rules: who may import whom. `path` is a pattern on paths from the root. */
const forbid = (
  name: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
  comment: string,
): IForbiddenRuleType => ({ name, severity: 'error', comment, from, to })

const CONTRACT = '^server/contract/src/'
const MODULES =
  '(accounts|appointments|counters|evaluations|exemptions|halls|lots|metrics|rectifications|settlements|tickets)'
const MODULE = `^server/src/${MODULES}/`
/** Files of a module that touch the world; every other file of a module is pure. */
const WORLDLY = `${MODULE}(store|http|passwords|totp)\\.ts$`
const PURE = ['^server/src/(domain|reactions)\\.ts$', MODULE, '^hall-display/src/hub/(reduce|place|fold/[a-z-]+)\\.ts$']
/** Reads and writes texts and touches nothing else; only for what comes and goes on paper. */
const SHEETS = '(^|/)node_modules/(csv-(parse|stringify)|write-excel-file)/'
const OPCUA = [
  '^parking-bridge/src/lot/(opcua|methods|registers)/',
  '^parking-bridge/simulated-gate/src/(opcua|register)-skin',
]
const OURS = '^(server|hall-display|parking-bridge|test|bench)/'

export const rules: IForbiddenRuleType[] = [
  forbid('no-cycles', {}, { circular: true }, 'Who depends on himself through others cannot be read alone.'),
  forbid('no-unresolved', {}, { couldNotResolve: true }, 'A module that is not there fails at start.'),
  forbid(
    'contract-is-the-ground',
    { path: CONTRACT },
    { pathNot: [CONTRACT, '(^|/)node_modules/zod/'] },
    'The contract imports zod only.',
  ),
  forbid(
    'door-knows-nobody',
    { path: '^server/embedded-mongo/src/' },
    {
      pathNot: ['^server/embedded-mongo/src/', '(^|/)node_modules/bson/', '^(node:)?[a-z_/]+$'],
    },
    'The embedded store is a door, not a part of the hall.',
  ),
  forbid(
    'modules-are-strangers',
    { path: MODULE },
    { path: '^server/src/', pathNot: '^server/src/$1/' },
    'A module imports the contract and itself; never another, never the hub.',
  ),
  forbid(
    'pure-imports-pure',
    { path: PURE, pathNot: WORLDLY },
    {
      pathNot: [
        CONTRACT,
        '^server/src/(domain|reactions)\\.ts$',
        `${MODULE}(?!store|http|passwords|totp)[a-z-]+\\.ts$`,
        `${MODULE}[a-z]+/[a-z-]+\\.ts$`,
        SHEETS,
        '^hall-display/src/hub/(reduce|place|fold/[a-z-]+)\\.ts$',
      ],
    },
    'What decides imports nothing that could touch the world.',
  ),
  forbid(
    'only-papers-are-sheets',
    { path: OURS, pathNot: ['^server/src/settlements/papers/', '^test/'] },
    { path: SHEETS },
    'A sheet or a foreign file is read and written in one place.',
  ),
  forbid(
    'only-two-see-all',
    { path: '^server/src/', pathNot: ['^server/src/(domain|reactions|main)\\.ts$', '^server/src/hub/', MODULE] },
    { path: MODULE },
    'Only domain.ts and reactions.ts see every module.',
  ),
  forbid(
    'only-the-hub-talks',
    { path: OURS, pathNot: ['^server/src/hub/', '^test/', '^bench/'] },
    { path: '(^|/)node_modules/(socket\\.io|ioredis)/' },
    'Sockets and Redis are the hub’s.',
  ),
  forbid(
    'only-stores-store',
    { path: OURS, pathNot: ['^server/src/hub/', `${MODULE}store\\.ts$`, '^test/', '^bench/'] },
    { path: '(^|/)node_modules/(mongoose|mongodb)/' },
    'Persistence is in the hub and in each store.ts.',
  ),
  forbid(
    'faces-know-the-contract',
    { path: '^hall-display/' },
    { path: OURS, pathNot: ['^hall-display/', CONTRACT] },
    'A face reaches the hub over the wire only.',
  ),
  forbid(
    'bridge-knows-the-contract',
    { path: '^parking-bridge/src/' },
    { path: OURS, pathNot: ['^parking-bridge/src/', CONTRACT] },
    'The bridge reaches hub and gate over the wire only.',
  ),
  forbid(
    'gate-knows-the-contract',
    { path: '^parking-bridge/simulated-gate/' },
    { path: OURS, pathNot: ['^parking-bridge/simulated-gate/', CONTRACT] },
    'The gate is somebody else’s machine.',
  ),
  forbid(
    'opcua-stays-in-its-skin',
    { path: OURS, pathNot: [...OPCUA, '^test/', '^bench/'] },
    { path: '(^|/)node_modules/node-opcua' },
    'Only the skin of the gate and the OPC UA profile of the lot speak it.',
  ),
  forbid(
    'nobody-imports-main',
    { path: OURS },
    { path: '(^|/)(main|start)\\.tsx?$' },
    'A start is started, never imported.',
  ),
  forbid(
    'product-knows-no-tests',
    { path: '^(server|hall-display|parking-bridge)/' },
    { path: '^(test|bench)/' },
    'Tests know the product, never the other way.',
  ),
  forbid(
    'house-knows-no-launcher',
    { path: '^server/(src|contract|embedded-mongo)/' },
    { path: '^server/(living-hall|archive)/' },
    'The launcher starts the house; the house does not know it.',
  ),
  {
    name: 'no-orphans',
    severity: 'error',
    comment: 'A file nobody imports, and which imports nobody, is left over.',
    from: {
      orphan: true,
      pathNot: ['\\.d\\.ts$', '(^|/)(main|start|worker|workbook-worker)\\.tsx?$', 'vite\\.config\\.ts$'],
    },
    to: {},
  },
]
