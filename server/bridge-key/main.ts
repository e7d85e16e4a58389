import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { LotId } from '@pingting/contract'
import { bridgeCredentialOf } from '../src/hub/access/bridge-keys.ts'
import { ConfigurationError, readConfig } from '../src/hub/process/config.ts'

/** `npm run bridge:key -- LOT` prints what the bridge of one lot is given as BRIDGE_KEY. Reads the hub's own settings. */
try {
  const lotId = LotId.safeParse(process.argv[2])
  if (!lotId.success)
    throw new ConfigurationError('用法：npm run bridge:key -- 停车场编号 / Usage: npm run bridge:key -- LOT')
  const { DATA_DIR, SECRETS_DIR } = process.env
  const key = join(resolve(SECRETS_DIR || join(DATA_DIR || 'data', 'secrets')), 'bridge.key')
  // A hub that comes later would take over a key made here; one that runs elsewhere would not know it.
  if (!existsSync(key))
    throw new ConfigurationError(
      `没有 ${key}：这里还没有启动过服务端。请在服务端的机器上，用它的 DATA_DIR 或 SECRETS_DIR 运行 / ` +
        `There is no ${key}: no hub has run here. Run this on the hub's machine, with its DATA_DIR or SECRETS_DIR`,
    )
  process.stdout.write(`${bridgeCredentialOf(readConfig(process.env).secrets.bridge, lotId.data)}\n`)
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
