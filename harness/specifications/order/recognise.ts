import { isDeepStrictEqual } from 'node:util'
import type { Document } from '../../model/document.ts'

/**
 * The same value with each document of a call in it replaced by that call's own, so that comparing two of them takes no
 * time.
 */
export function recognise(value: unknown, documents: ReadonlyMap<string, Document>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => recognise(each, documents))
  const { writer, call } = value as Partial<Document>
  const document = documents.get(`${writer} ${call}`)
  if (document && isDeepStrictEqual(value, document)) return document
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, recognise(each, documents)]))
}

export function documentsOf(calls: readonly { readonly document: Document }[]): Map<string, Document> {
  return new Map(calls.map(({ document }) => [`${document.writer} ${document.call}`, document]))
}
