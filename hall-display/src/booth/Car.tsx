import type { ExemptionRow, StayRow } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { outcomeOf } from '../parts/parking/parking-outcome.ts'
import { boothText, howCodes } from '../text/booth/index.ts'
import { carClassCodes } from '../text/exemptions/index.ts'
import { useFormat } from '../text/format.ts'
import { useText, useWords } from '../text/index.ts'
import { gateCodes, parkingOutcomeText, withheldCodes } from '../text/outcome/index.ts'
import { parkingText } from '../text/parking/index.ts'
import type { Found } from './find.ts'

interface Props {
  found: Found
  open: boolean
  onOpen(): void
}

/** One car: a line to choose it by, or all that is known of it. */
export function Car({ found, open, onOpen }: Props) {
  const say = useText(parkingText)
  const how = useWords(howCodes)
  const plate = found.plate || say('plateUnread')
  const where = useWhere()(found.stay)
  if (!open)
    return (
      <button type="button" className="card booth-line" onClick={onOpen} data-testid="booth-line" data-plate={plate}>
        <b>{plate}</b>
        <span>{where}</span>
        <em>{how(found.how)}</em>
      </button>
    )
  return (
    <article className="card booth-car" data-testid="booth-car" data-plate={plate} data-how={found.how}>
      <h2>{plate}</h2>
      {found.how === 'near' && <p className="notice warn">{how('near')}</p>}
      <Verdict found={found} />
      <Facts found={found} where={where} />
    </article>
  )
}

/** What is said to the driver, and why. */
function Verdict({ found: { exemption, withheld, stay, mistyped } }: { found: Found }) {
  const say = useText(boothText)
  const outcomeSay = useText(parkingOutcomeText)
  const withheldWords = useWords(withheldCodes)
  const gateWords = useWords(gateCodes)
  const format = useFormat()
  const outcome = outcomeOf(exemption, withheld, format)
  if (outcome === undefined) {
    const other = stay !== undefined && stay.carClass !== 'casual'
    return (
      <div className="notice plain booth-verdict" data-testid="booth-verdict" data-state="none">
        <strong>{say(other ? 'otherClass' : 'notRated')}</strong>
        {!other && mistyped === undefined && <span>{say('notRatedToDo')}</span>}
        {mistyped && (
          <span data-testid="booth-mistyped">
            {say('mistyped', { ticket: mistyped.ticketId, plate: mistyped.plate ?? '' })}
          </span>
        )}
      </div>
    )
  }
  const state = exemption?.status ?? 'withheld'
  return (
    <div
      className={`notice ${outcome.tone} booth-verdict`}
      data-testid="booth-verdict"
      data-state={state}
      role="status"
    >
      <strong>{outcomeSay(outcome.word, outcome.values)}</strong>
      {outcome.reasons && (
        <span>{(outcome.reasons.list === 'gate' ? gateWords : withheldWords)(outcome.reasons.code)}</span>
      )}
      {exemption?.unknown && <span>{say('unknown')}</span>}
      {needsDesk(exemption) && <span>{say('toDesk')}</span>}
    </div>
  )
}

/** What nobody can settle from a booth. */
const needsDesk = (row: ExemptionRow | undefined): boolean =>
  row !== undefined && (row.frozen || row.unknown || row.status === 'refused')

function Facts({ found: { stay, exemption, withheld }, where }: { found: Found; where: string }) {
  const say = useText(boothText)
  const parkingSay = useText(parkingText)
  const carClass = useWords(carClassCodes)
  const format = useFormat()
  const ticketId = exemption?.ticketId ?? withheld?.ticketId
  const fees = exemption?.feeBeforeFen === undefined ? stay : exemption
  return (
    <dl className="booth-facts">
      <Fact name={say('stay')}>{where}</Fact>
      {stay && <Fact name={say('entered')}>{format.dayAndSeconds(stay.enteredAt)}</Fact>}
      {stay && <Fact name={say('carClass')}>{carClass(stay.carClass)}</Fact>}
      {stay?.gatePlate !== undefined && <Fact name={say('gatePlate')}>{stay.gatePlate}</Fact>}
      {stay?.review && <Fact name={say('review')}>{say('reviewToDo', { confidence: stay.review.confidence })}</Fact>}
      {exemption && <Fact name={say('minutes')}>{minutesOf(exemption)}</Fact>}
      {fees?.feeBeforeFen !== undefined && (
        <Fact name={say('fee')}>
          {say('fees', {
            before: format.yuan(fees.feeBeforeFen),
            waived: format.yuan(fees.feeWaivedFen),
            after: format.yuan(fees.feeAfterFen),
          })}
        </Fact>
      )}
      {fees?.feeBeforeFen === undefined && stay?.exitedAt === undefined && (
        <Fact name={say('fee')}>{say('feeAtGate')}</Fact>
      )}
      {stay?.paidAt !== undefined && <Fact name={parkingSay('paid')}>{format.dayAndSeconds(stay.paidAt)}</Fact>}
      {ticketId !== undefined && (
        <Fact name={parkingSay('ticket')}>
          {ticketId}
          {exemption && (
            <>
              {' '}
              <a href={`/books?exemption=${exemption.exemptionId}`} data-testid="booth-story">
                {parkingSay('story')}
              </a>
            </>
          )}
        </Fact>
      )}
    </dl>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className="figure">{children}</dd>
  </div>
)

/** Used of granted where it was used, else what was granted. */
const minutesOf = ({ freeMinutes, minutesApplied }: ExemptionRow): string =>
  minutesApplied === undefined ? String(freeMinutes) : `${minutesApplied} / ${freeMinutes}`

/** Inside and for how long, or when it left, or that the gate told of no such car. */
function useWhere(): (stay: StayRow | undefined) => string {
  const say = useText(boothText)
  const format = useFormat()
  const now = useNow()
  return stay => {
    if (stay === undefined) return say('notSeen')
    if (stay.exitedAt !== undefined) return say('left', { at: format.clock(stay.exitedAt) })
    return say('insideFor', { span: format.span((now - Date.parse(stay.enteredAt)) / 1000) })
  }
}
