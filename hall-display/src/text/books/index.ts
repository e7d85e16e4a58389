import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const booksText = { 'zh-CN': zh.books, en: en.books }
export const momentCodes = { 'zh-CN': zh.moment, en: en.moment }
export const howCodes = { 'zh-CN': zh.how, en: en.how }
export const fileWhyCodes = { 'zh-CN': zh.fileWhy, en: en.fileWhy }
