/** What a controller keeps for the bridge beside what the profile says of itself; a platform may keep none of it. */
export interface Keeps {
  /** An order that comes before it has seen the car. */
  early: boolean
  /** An order that was taken back before it came. */
  tombstones: boolean
  /** Its facts, so that they can be read again from any number on. */
  facts: boolean
  /** A mark by which the loss of its ledger shows. */
  epoch: boolean
  /** Where it tells that a person opened the barrier: with the exit, or as a fact of its own. */
  release: 'exit' | 'apart'
  /** What its cameras make of a plate: how sure they are, and as devices of their own its colour and picture. */
  cameras?: 'confidence' | 'everything'
}
