/** The registers that say how far a request has come, as they were read together. */
export interface View {
  reqSeq: number
  ackSeq: number
  ackKey: string
}

/** A request that this process has triggered, and whose answer it does not have yet. */
export interface Mine {
  seq: number
  /** What stood in `ReqSeq` before it. */
  before: number
  key: string
}

/**
 * write: nothing is under way, a body may be written · wait: the controller is at it · take: the answer is there ·
 * neverLanded: the trigger did not arrive, nothing ran · strange: another hand, or a controller that forgot its registers;
 * what became of the request is not known
 */
export type Next = 'write' | 'wait' | 'take' | 'neverLanded' | 'strange'

/** What the registers mean, with or without a request of ours; of what could not be read for certain one waits. */
export function next(view: View | undefined, mine: Mine | undefined): Next {
  if (view === undefined) return 'wait'
  const { reqSeq, ackSeq, ackKey } = view
  if (mine === undefined) return ackSeq === reqSeq ? 'write' : 'wait'
  if (reqSeq === mine.before) return 'neverLanded'
  if (reqSeq !== mine.seq) return 'strange'
  if (ackSeq !== mine.seq) return 'wait'
  return ackKey === mine.key ? 'take' : 'strange'
}

const SEQ_MAX = 0xffff_ffff

/** The number of the next request: another than any that stands in the registers, and never 0. */
export function seqAfter({ reqSeq, ackSeq }: View): number {
  const after = (seq: number): number => (seq === SEQ_MAX ? 1 : seq + 1)
  return after(reqSeq) === ackSeq ? after(ackSeq) : after(reqSeq)
}
