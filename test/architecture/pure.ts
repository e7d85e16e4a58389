/** Which files are rules: pure, so that they can be proven to the last branch. */
import { partFolders } from './exceptions.ts'
import { files } from './tree.ts'

const MODULE = /^server\/src\/([a-z]+)\/([a-z-]+)\.ts$/
const WORLDLY = ['store', 'http', 'passwords']

/** Files of modules, by module and name; `hub` is no module. */
export const moduleFiles = files.flatMap(path => {
  const [, module, name] = MODULE.exec(path) ?? []
  return module === undefined || name === undefined || module === 'hub' ? [] : [{ path, module, name }]
})

/** A folder inside a module holds rules only. */
const PART = new RegExp(
  `^server/src/(${Object.entries(partFolders)
    .flatMap(([module, folders]) => Object.keys(folders).map(folder => `${module}/${folder}`))
    .join('|')})/`,
)

export const isPure = (path: string): boolean =>
  PART.test(path) ||
  /^server\/src\/(domain|reactions)\.ts$/.test(path) ||
  /^server\/contract\/src\//.test(path) ||
  /^server\/embedded-mongo\/src\/subset\//.test(path) ||
  /^hall-display\/src\/hub\/(reduce|place|fold\/[a-z-]+)\.ts$/.test(path) ||
  /^parking-bridge\/src\/(delivery\/(decide|orders|phantoms|plan)|lot\/(skew|gate-reasons|profiles|opcua\/(places\/(browse-path|node-map)|expiry)|methods\/(alarms|node-map|ledger-records|scans)|registers\/(handshake|layout|nodes|ring)|coupons\/(answers|inbox|pushes|settings|sign|times|words))|check\/(coupon-)?findings)\.ts$/.test(
    path,
  ) ||
  /^parking-bridge\/simulated-gate\/src\/(ledger\/.*|tariff|register-skin\/(ring|sums)|coupon-skin\/(coupons|pushes|times))\.ts$/.test(
    path,
  ) ||
  moduleFiles.some(file => file.path === path && !WORLDLY.includes(file.name))
