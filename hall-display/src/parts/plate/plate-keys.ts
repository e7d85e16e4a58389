/** The keys of a plate, place by place (GA 36-2018; the letters I and O never occur). */
const PROVINCES = [...'鲁京津沪渝冀豫云辽黑湘皖苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼新使']
const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ']
const DIGITS = [...'0123456789']
/** Endings of training, police, cross-border and consular plates. */
const ENDINGS = [...'学警港澳领']

export const PLATE_PLACES = 8
const EMBASSY = '使'
const LAST_OF_SEVEN = 6

export function keysAfter(plate: string): readonly string[] {
  if (plate.length === 0) return PROVINCES
  if (plate.startsWith(EMBASSY)) return DIGITS
  if (plate.length === 1) return LETTERS
  if (plate.length >= PLATE_PLACES) return []
  return plate.length === LAST_OF_SEVEN ? [...DIGITS, ...LETTERS, ...ENDINGS] : [...DIGITS, ...LETTERS]
}
