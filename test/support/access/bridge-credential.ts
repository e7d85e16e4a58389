import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOT_ID } from '../../../server/living-hall/seed.ts'
import { bridgeCredentialOf } from '../../../server/src/hub/access/bridge-keys.ts'

/** What the bridge of a lot shows to a hub with these secrets. */
export const bridgeCredential = (secretsDir: string, lotId = LOT_ID): string =>
  bridgeCredentialOf(Buffer.from(readFileSync(join(secretsDir, 'bridge.key'), 'utf8').trim(), 'hex'), lotId)
