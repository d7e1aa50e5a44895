/** OpenTelemetry's SDK with the exporters that are configured. Loaded at first use: a cold start does not wait for it. */
import type { Attributes, Counter, Histogram } from '@opentelemetry/api';
import type { AggregationTemporality, MeterProvider, PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import { credential } from '../azure/credential';
import { config } from '../config';
import { fileMetricExporter, fileSpanExporter } from './file-exporter';
import { instruments, type Measurement } from './migration-measurements';
import type { MigrationSpan } from './migration-spans';

export interface Telemetry {
  tell(traceId: string, spans: MigrationSpan[], measurements: Measurement[]): void;
  /** Resolves when everything was handed over, or throws. */
  flush(): Promise<void>;
}

/** Metrics go out when a migration has ended; the timer is only for what a failed export left. */
const metricIntervalMs = 5 * 60 * 1000;

async function exporters(delta: AggregationTemporality): Promise<{ spans: SpanExporter[]; metrics: PushMetricExporter[] }> {
  const { telemetryFile, applicationInsights } = config();
  const file = telemetryFile === undefined ? [] : [telemetryFile];
  const spans: SpanExporter[] = file.map(fileSpanExporter);
  const metrics: PushMetricExporter[] = file.map((each) => fileMetricExporter(each, delta));
  if (applicationInsights !== undefined) {
    const { AzureMonitorMetricExporter, AzureMonitorTraceExporter } = await import('@azure/monitor-opentelemetry-exporter');
    const options = { connectionString: applicationInsights, credential: credential(), disableOfflineStorage: true };
    spans.push(new AzureMonitorTraceExporter(options));
    metrics.push(new AzureMonitorMetricExporter(options));
  }
  return { spans, metrics };
}

export async function openTelemetry(): Promise<Telemetry> {
  const [{ ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace }, { resourceFromAttributes }, metricsSdk, traceSdk] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/sdk-trace-base'),
  ]);
  const found = await exporters(metricsSdk.AggregationTemporality.DELTA);
  const resource = resourceFromAttributes({ 'service.name': 'pg-flex-migrator' });
  const next = { traceId: '', spanId: '' };
  const tracers = new traceSdk.BasicTracerProvider({
    resource,
    // Ids come from what is told, so that the parts of a trace fit whichever process tells them.
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    spanProcessors: found.spans.map((exporter) => new traceSdk.BatchSpanProcessor(exporter)),
  });
  const readers = found.metrics.map(
    (exporter) => new metricsSdk.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: metricIntervalMs }),
  );
  const meters = new metricsSdk.MeterProvider({ resource, readers });
  const tracer = tracers.getTracer('pg-flex-migrator');
  const recorders = recordersOf(meters);
  const tellSpan = (traceId: string, { spanId, parentId, name, start, end, attributes, failed }: MigrationSpan) => {
    Object.assign(next, { traceId, spanId });
    const parent =
      parentId === undefined
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentId, traceFlags: TraceFlags.SAMPLED });
    const span = tracer.startSpan(name, { startTime: start, attributes }, parent);
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(end);
  };
  return {
    tell(traceId, spans, measurements) {
      for (const span of spans) tellSpan(traceId, span);
      for (const { name, value, attributes } of measurements) recorders[name](value, attributes);
    },
    flush: async () => {
      await Promise.all([tracers.forceFlush(), meters.forceFlush()]);
    },
  };
}

function recordersOf(meters: MeterProvider): Record<Measurement['name'], (value: number, attributes: Attributes) => void> {
  const meter = meters.getMeter('pg-flex-migrator');
  const made = Object.entries(instruments).map(([name, { kind, unit, description }]) => {
    const instrument: Counter | Histogram =
      kind === 'sum' ? meter.createCounter(name, { unit, description }) : meter.createHistogram(name, { unit, description });
    return [
      name,
      (value: number, attributes: Attributes) =>
        'add' in instrument ? instrument.add(value, attributes) : instrument.record(value, attributes),
    ];
  });
  return Object.fromEntries(made);
}
