/** What stands in the place of a plate, or of somebody's words, once its day was erased. */
export const ERASED = 'erased'

/**
 * Vehicle plates of mainland China (GA 36-2018; patterns from public code, tightened by us). I and O never occur.
 * Raw text is kept beside the normalised form; comparison is always on the normalised form.
 */
const P = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]'
const L = '[A-HJ-NP-Z]'
const A = '[A-HJ-NP-Z0-9]'

export type PlateClass =
  | 'ordinary'
  | 'newEnergySmall'
  | 'newEnergyLarge'
  | 'trailer'
  | 'training'
  | 'police'
  | 'crossBorder'
  | 'oversize'
  | 'test'
  | 'consulate'
  | 'embassy'

/** 1 蓝 2 黄 3 白 4 黑 5 绿, -1 unknown: the codes of the parking platforms. */
export type PlateColour = 1 | 2 | 3 | 4 | 5 | -1

const patterns: readonly [PlateClass, RegExp][] = [
  ['ordinary', new RegExp(`^${P}${L}(?:[0-9]{5}|(?=(?:[0-9]*${L}){1,2}[0-9]*$)${A}{5})$`)],
  ['newEnergySmall', new RegExp(`^${P}${L}[DABCEFGHJK]${A}[0-9]{4}$`)],
  ['newEnergyLarge', new RegExp(`^${P}${L}[0-9]{5}[DABCEFGHJK]$`)],
  ['trailer', new RegExp(`^${P}${L}${A}{4}挂$`)],
  ['training', new RegExp(`^${P}${L}${A}{4}学$`)],
  ['police', new RegExp(`^${P}${L}${A}{4}警$`)],
  ['crossBorder', new RegExp(`^${P}${L}${A}{4}[港澳]$`)],
  ['test', new RegExp(`^${P}${L}${A}{4}试$`)],
  ['oversize', new RegExp(`^${P}${L}${A}{4}超$`)],
  ['consulate', new RegExp(`^${P}${L}[0-9]{4}领$`)],
  ['embassy', /^(?:[0-9]{6}使|使[0-9]{6})$/],
]

/** A trailer alone and a car on trial do not visit a hall: refused unless a site allows them. */
const REFUSED_CLASSES: ReadonlySet<PlateClass> = new Set(['trailer', 'test'])

export interface Plate {
  raw: string
  normalised: string
  plateClass: PlateClass
}

/**
 * NFKC, upper case, and without U+0020 and `·•・-`. Nothing else is stripped: zero-width and control characters make the
 * plate fail its pattern, which is the wish (`\s` would have removed U+FEFF).
 */
export const normalisePlate = (raw: string): string =>
  raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[ ·•・-]/gu, '')

/**
 * Reads a plate of a class we take, normalised.
 * @returns the plate, or undefined when the text is not a plate we take.
 */
export function parsePlate(raw: string): Plate | undefined {
  if (raw.length > 32) return undefined
  const normalised = normalisePlate(raw)
  const match = patterns.find(([, pattern]) => pattern.test(normalised))
  if (match === undefined || REFUSED_CLASSES.has(match[0])) return undefined
  return { raw, normalised, plateClass: match[0] }
}

/**
 * The name of a car without a plate: `#` and the number on the slip that its car park gave it at the entry. It stands
 * wherever a plate does, and no plate begins so.
 */
const SLIP = new RegExp(`^#${A}{3,7}$`)

export const isSlip = (name: string): boolean => SLIP.test(name)

/** What a car is called: by its plate, of a class we take, or by its slip. Colour −1: no plate, no colour. */
export interface Vehicle {
  normalised: string
  colour: PlateColour
}

export function parseVehicle(raw: string): Vehicle | undefined {
  const plate = parsePlate(raw)
  if (plate !== undefined) return { normalised: plate.normalised, colour: colourOf(plate.plateClass) }
  const normalised = raw.length > 32 ? '' : normalisePlate(raw)
  return isSlip(normalised) ? { normalised, colour: -1 } : undefined
}

/** Eight characters are new energy and green; the other classes carry the colour of their kind. */
export function colourOf(plateClass: PlateClass): PlateColour {
  if (plateClass === 'newEnergySmall' || plateClass === 'newEnergyLarge') return 5
  if (plateClass === 'training') return 2
  if (plateClass === 'police') return 3
  if (plateClass === 'consulate' || plateClass === 'embassy' || plateClass === 'crossBorder') return 4
  return 1
}

/** Green is new energy and nothing else is; the other colours tell too little of a class. */
export const fitsColour = (plateClass: PlateClass, colour: number): boolean =>
  (colour === 5) === (colourOf(plateClass) === 5)

/** For screens and logs: 鲁F12345 → 鲁F***45. */
export const maskPlate = (plate: string): string =>
  plate.length < 5 ? '***' : `${plate.slice(0, 2)}***${plate.slice(-2)}`

/** As the house, cameras and people write them: with a dot, a space, small letters. */
const PLATE_IN_TEXT =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•. -]?[A-Z0-9]{4,5}[A-Z0-9挂学警港澳试超领]/giu

/** The last net of a log: what looks like a plate is masked wherever it stands. */
export const maskPlatesIn = (text: string): string => text.replace(PLATE_IN_TEXT, maskPlate)
