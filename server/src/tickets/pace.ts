/**
 * How long a service takes lately: an exponentially weighted mean, seeded with the minutes the hall expects. One
 * sample is cut at four times those minutes, so that a forgotten "finish" does not spoil everybody's estimate.
 */
export interface Pace {
  typicalMinutes: number
  recentMinutes: number
}

/** The weight of the newest sample: the last ten make nine tenths of the mean. */
const NEWEST_SHARE = 0.2
const CUT = 4

export const startingPace = (typicalMinutes: number): Pace => ({ typicalMinutes, recentMinutes: typicalMinutes })

export const paceAfter = (pace: Pace, minutes: number): Pace => ({
  typicalMinutes: pace.typicalMinutes,
  recentMinutes:
    pace.recentMinutes + NEWEST_SHARE * (Math.min(minutes, CUT * pace.typicalMinutes) - pace.recentMinutes),
})
