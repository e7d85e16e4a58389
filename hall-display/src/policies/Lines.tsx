import type { ExemptionPolicy } from '@pingting/contract'
import { useText } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import { useLines } from './lines.ts'
import { changesIn, type Line, linesOf } from './rows.ts'

interface LinesProps {
  lines: readonly Line[]
  /** What the lines were before, where that is to be told too. */
  before?: readonly Line[]
}

/** A policy in words, a line for each thing it says. */
export function Lines({ lines, before = [] }: LinesProps) {
  const say = useText(policiesText)
  const tell = useLines()
  return (
    <dl className="policy-lines">
      {lines.map(line => {
        const { about, says } = tell(line)
        const old = before.find(other => other.about === line.about)
        return (
          <div key={line.about} data-about={line.about}>
            <dt>{about}</dt>
            <dd>
              {says}
              {old && <small> {say('was', { was: tell(old).says })}</small>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

interface ChangesProps {
  before: ExemptionPolicy
  after: ExemptionPolicy
  /** What is said above the changes, and where there are none; both may name the version before. */
  differs: 'differs' | 'changesAre' | 'triedIs'
  same: 'sameAsBefore' | 'noChanges' | 'triedSame'
}

/** What one policy says otherwise than another, and what that says. */
export function Changes({ before, after, differs, same }: ChangesProps) {
  const say = useText(policiesText)
  const changes = changesIn(before, after)
  return (
    <>
      <p className="version-changes">{say(changes.length === 0 ? same : differs, { version: before.version })}</p>
      <Lines lines={changes} before={linesOf(before)} />
    </>
  )
}
