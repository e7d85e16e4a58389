import { openStage, type Stage } from '../browser.ts'
import { booking } from './booking.ts'
import { Camera } from './camera.ts'
import { desks } from './desks.ts'
import { hall } from './hall.ts'
import { kiosk } from './kiosk.ts'
import { office } from './office.ts'
import { setup } from './setup.ts'
import { tablet } from './tablet.ts'
import { officeAndWall } from './wall.ts'

const onStage = (take: (stage: Stage, camera: Camera) => Promise<void>) => async (camera: Camera) => {
  const stage = await openStage()
  try {
    await take(stage, camera)
  } finally {
    await stage.close()
  }
}
const SCENES: Readonly<Record<string, (camera: Camera) => Promise<void>>> = {
  ...{ hall: onStage(hall), desks: onStage(desks), wall: onStage(officeAndWall) },
  ...{ kiosk, tablet, booking, office, setup },
}

/** `npm run screenshots [-- scene …]`: every face and its states, from the real house in Chromium, into docs/screens. */
const camera = new Camera()
const wanted = process.argv.slice(2)
for (const [name, scene] of Object.entries(SCENES)) {
  if (wanted.length === 0 || wanted.includes(name)) await scene(camera)
}
console.log(`${camera.taken.length} pictures in docs/screens`)
process.exit(0)
