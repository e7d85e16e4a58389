import { openStage } from '../browser.ts'
import { booking } from './booking.ts'
import { Camera } from './camera.ts'
import { hall } from './hall.ts'
import { office } from './office.ts'
import { tablet } from './tablet.ts'
import { officeAndWall } from './wall.ts'

/** `npm run screenshots`: every face and its main states, from the real house in Chromium, into docs/screens. */
const camera = new Camera()
const stage = await openStage()
try {
  await hall(stage, camera)
} finally {
  await stage.close()
}
const second = await openStage()
try {
  await officeAndWall(second, camera)
} finally {
  await second.close()
}
await office(camera)
await booking(camera)
await tablet(camera)
console.log(`${camera.taken.length} pictures in docs/screens`)
process.exit(0)
