import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const breakNameCodes = { 'zh-CN': zh.name, en: en.name }
export const breakWhatCodes = { 'zh-CN': zh.what, en: en.what }
export const breakToDoCodes = { 'zh-CN': zh.toDo, en: en.toDo }
