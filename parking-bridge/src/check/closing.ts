import { type Finding, fault, good } from './finding.ts'

/** What was found about one lot. */
export interface Checked {
  lotId: string
  findings: readonly Finding[]
}

/** The last line: whether a technician can go on, and what comes first where not. */
export function closingOf(lots: readonly Checked[]): Finding {
  const faults = lots.flatMap(({ lotId, findings }) =>
    findings.flatMap(found => (found.level === 'fault' ? { lotId, ...found } : [])),
  )
  const [first] = faults
  if (first === undefined) return goOn(lots)
  const at = lots.length > 1 ? `${first.lotId}: ` : ''
  return fault(
    `还不能继续，有 ${faults.length} 处问题（✗）。先处理这一处，再检查一次：${at}${first.zh}`,
    `Do not go on yet (faults: ${faults.length}). Mend this one first, then check again: ${at}${first.en}`,
  )
}

function goOn(lots: readonly Checked[]): Finding {
  const notes = lots.flatMap(({ findings }) => findings.filter(({ level }) => level === 'note')).length
  return notes === 0
    ? good('可以继续：可以启动网桥', 'You can go on: start the bridge')
    : good(
        `可以继续：可以启动网桥。另有 ${notes} 处提示（!），请看一看`,
        `You can go on: start the bridge. Look at what is marked ! as well (${notes})`,
      )
}

/** Where settings are wrong: they stand above it, and come before anything else. */
export const SETTINGS_FIRST: Finding = fault(
  '还不能继续：先改好上面列出的设置，再检查一次',
  'Do not go on yet: mend the settings listed above, then check again',
)
