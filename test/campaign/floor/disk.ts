import { setTimeout as wait } from 'node:timers/promises'
import { FloorCrowd, type Life } from '../../support/crowds/floor-crowd.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { FloorAudit } from '../harness/floor-audit.ts'
import { openSmallDisk, type SmallDisk } from './small-disk.ts'

const CALLERS = 8
const DISK_MB = 64

interface Counts extends Readonly<Record<string, number>> {
  rounds: number
  fullMs: number
  backMsMax: number
}

/** The disk fills up while the floor works, and is freed again without anybody touching the hub. */
export const fullDisk: Campaign<Counts> = {
  name: 'disk',
  what: 'JR43: on a full disk nothing is acknowledged that is not written; callers are told 503 with the sentence, and the hub serves again once there is space.',
  full: { rounds: 10, fullMs: 3_000, backMsMax: 5_000 },
  quick: { rounds: 1, fullMs: 700, backMsMax: 30_000 },
  async run(counts) {
    const disk = openSmallDisk(DISK_MB)
    if (typeof disk === 'string') return { line: '', claims: [], figures: {}, skipped: disk }
    try {
      const hub = await startHub({ dataDir: disk.dataDir })
      return await fillAgainAndAgain(hub, disk, counts).finally(() => hub.dispose())
    } finally {
      disk.dispose()
    }
  },
}

async function fillAgainAndAgain(hub: HubProcess, disk: SmallDisk, { rounds, fullMs, backMsMax }: Counts) {
  const claims = new Claims()
  const crowd = await FloorCrowd.gather(hub, CALLERS)
  const audit = new FloorAudit()
  const backMs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const life = crowd.work()
    await wait(200)
    disk.fill()
    await until('somebody is told that the disk is full', () => toldBusy(life) > 0)
    await wait(fullMs)
    disk.free()
    const freedMs = performance.now()
    await crowd.servedAgain()
    backMs.push(performance.now() - freedMs)
    life.end()
    await life.over
    await audit.repeat(life)
  }
  const { exitCode, signalCode } = hub.part.process
  const books = await audit.close(hub, claims)
  const p99 = quantile(backMs, 0.99)
  claims.none('ends of the hub', exitCode === null && signalCode === null ? [] : [`${exitCode ?? signalCode}`])
  claims.inTime('ms from space freed to the next acknowledged command, p99', p99, backMsMax)
  return {
    line: `the disk filled ${rounds} times under ${CALLERS} callers: ${books.told503} told 503, ${books.lost} of ${books.acknowledged} acknowledged lost, ${books.doubled} doubled; serving again p99 ${p99} ms after space was freed`,
    claims: claims.all,
    figures: { ...books, backP50Ms: quantile(backMs, 0.5), backP99Ms: p99 },
  }
}

const toldBusy = ({ sent }: Life): number => sent.flat().filter(({ answer }) => answer?.status === 503).length
