/** Spans and metrics as lines of JSON in a file: for one machine. */
import { appendFile } from 'node:fs/promises';
import type { AggregationTemporality, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

type ExportDone = Parameters<SpanExporter['export']>[1];

const timeOf = ([seconds, nanoseconds]: ReadableSpan['startTime']) => new Date(seconds * 1000 + nanoseconds / 1e6).toISOString();

function write(file: string, lines: unknown[], done: ExportDone): void {
  appendFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join('')).then(
    () => done({ code: 0 }),
    (error: Error) => done({ code: 1, error }),
  );
}

export const fileSpanExporter = (file: string): SpanExporter => ({
  export: (spans, done) =>
    write(
      file,
      spans.map((span) => ({
        span: span.name,
        traceId: span.spanContext().traceId,
        spanId: span.spanContext().spanId,
        parentSpanId: span.parentSpanContext?.spanId,
        start: timeOf(span.startTime),
        end: timeOf(span.endTime),
        failed: span.status.code === 2,
        attributes: span.attributes,
      })),
      done,
    ),
  shutdown: async () => undefined,
});

export const fileMetricExporter = (file: string, temporality: AggregationTemporality): PushMetricExporter => ({
  selectAggregationTemporality: () => temporality,
  export: ({ scopeMetrics }: ResourceMetrics, done: ExportDone) =>
    write(
      file,
      scopeMetrics
        .flatMap(({ metrics }) => metrics)
        .flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map(({ value, attributes }) => ({ metric: descriptor.name, unit: descriptor.unit, value, attributes })),
        ),
      done,
    ),
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
});
