import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const counterText = { 'zh-CN': zh.counter, en: en.counter }
/** What an undo takes back, by the verbs of the hub. */
export const undoCodes = { 'zh-CN': zh.undone, en: en.undone }
