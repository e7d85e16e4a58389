import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const booksText = { 'zh-CN': zh.books, en: en.books }
export const momentCodes = { 'zh-CN': zh.moment, en: en.moment }
export const howCodes = { 'zh-CN': zh.how, en: en.how }
export const fileWhyCodes = { 'zh-CN': zh.fileWhy, en: en.fileWhy }
export const breakNameCodes = { 'zh-CN': zh.breakName, en: en.breakName }
export const breakWhatCodes = { 'zh-CN': zh.breakWhat, en: en.breakWhat }
export const breakToDoCodes = { 'zh-CN': zh.breakToDo, en: en.breakToDo }
