/** The keys of a plate, place by place (GA 36-2018; the letters I and O never occur). */
const PROVINCES = [...'鲁京津沪渝冀豫云辽黑湘皖苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼新使']
const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ']
const DIGITS = [...'0123456789']
/** Endings of training, police, cross-border and consular plates. */
const ENDINGS = [...'学警港澳领']

/** Instead of a province: the car has no plate, and its slip has a number. */
export const SLIP_KEY = '#'
export const PLATE_PLACES = 8
const EMBASSY = '使'
const LAST_OF_SEVEN = 6

export function keysAfter(plate: string): readonly string[] {
  if (plate.length === 0) return [...PROVINCES, SLIP_KEY]
  if (plate.startsWith(SLIP_KEY)) return plate.length >= PLATE_PLACES ? [] : [...DIGITS, ...LETTERS]
  if (plate.startsWith(EMBASSY)) return DIGITS
  if (plate.length === 1) return LETTERS
  if (plate.length >= PLATE_PLACES) return []
  return plate.length === LAST_OF_SEVEN ? [...DIGITS, ...LETTERS, ...ENDINGS] : [...DIGITS, ...LETTERS]
}

export const ENDING_PLACES = 6
const ENDING_LEAST = 3

/** The end of a plate, however long what goes before it is: a mark of a class closes it. */
export function endingKeysAfter(ending: string): readonly string[] {
  const marks = [...ENDINGS, EMBASSY]
  if (ending.length >= ENDING_PLACES || marks.some(mark => ending.endsWith(mark))) return []
  return ending.length < ENDING_LEAST - 1 ? [...DIGITS, ...LETTERS] : [...DIGITS, ...LETTERS, ...marks]
}
