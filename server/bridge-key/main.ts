import { LotId } from '@pingting/contract'
import { bridgeCredentialOf } from '../src/hub/access/bridge-keys.ts'
import { ConfigurationError, readConfig } from '../src/hub/process/config.ts'

/** `npm run bridge:key -- LOT` prints what the bridge of one lot is given as BRIDGE_KEY. Reads the hub's own settings. */
try {
  const lotId = LotId.safeParse(process.argv[2])
  if (!lotId.success)
    throw new ConfigurationError('用法：npm run bridge:key -- 停车场编号 / Usage: npm run bridge:key -- LOT')
  process.stdout.write(`${bridgeCredentialOf(readConfig(process.env).secrets.bridge, lotId.data)}\n`)
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
