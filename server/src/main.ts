import { DataDirInUse } from '@pingting/embedded-mongo'
import { openHouse } from './hub/house.ts'
import { ConfigurationError, readConfig } from './hub/process/config.ts'
import { openLog } from './hub/process/log.ts'
import { onSignal } from './hub/process/shutdown.ts'

/** Starts the hub; prints one JSON line when it serves. What a person can mend is told as a sentence. */
try {
  const config = readConfig(process.env)
  const log = openLog(config.LOG_LEVEL)
  const house = await openHouse(config, log)
  onSignal(() => house.close())
  // Without its store a hub can only refuse; whoever watches over it starts a whole one.
  void house.failed.then(async error => {
    log.fatal({ error }, 'the store died; the hub ends')
    await house.close()
    process.exit(1)
  })
  process.stdout.write(`${JSON.stringify({ ready: true, url: house.url })}\n`)
  log.info({ url: house.url }, 'the hub serves')
} catch (error) {
  if (!(error instanceof ConfigurationError) && !(error instanceof DataDirInUse)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
