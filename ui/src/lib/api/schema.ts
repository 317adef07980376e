// Made from the server's /openapi.json by tools/openapi.mjs; a test holds it equal. Not written by hand.
export interface paths {
    "/api/v1/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List drafts, by id */
        get: operations["get_api_v1_drafts"];
        put?: never;
        /** Keep a draft; 409 when the id is taken and overwrite is not set */
        post: operations["post_api_v1_drafts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draftId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One draft with its text */
        get: operations["get_api_v1_drafts_draftId"];
        /** Replace the text of a draft */
        put: operations["put_api_v1_drafts_draftId"];
        post?: never;
        /** Delete a draft */
        delete: operations["delete_api_v1_drafts_draftId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill in a draft and keep the model */
        post: operations["post_api_v1_drafts_generate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/map-profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a node of a draft a fitted profile or pmf; a stored draft is changed */
        post: operations["post_api_v1_drafts_map_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a run from a draft; all but the source as in POST /v1/runs */
        post: operations["post_api_v1_drafts_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What generating would say; an invalid draft is an answer too */
        post: operations["post_api_v1_drafts_validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this server is, and that it is alive */
        get: operations["get_api_v1_healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List generated models, newest first */
        get: operations["get_api_v1_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{templateId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest model of a template */
        get: operations["get_api_v1_models_templateId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orchestration/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a run from a template or a model */
        post: operations["post_api_v1_orchestration_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/fit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A profile or a pmf from a series, samples or a summary */
        post: operations["post_api_v1_profiles_fit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A profile or a pmf in a few figures, with its first entries */
        post: operations["post_api_v1_profiles_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/series/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a series given as CSV or as a table */
        post: operations["post_api_v1_series_ingest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/series/summarize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A series in a few figures */
        post: operations["post_api_v1_series_summarize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List templates, by id */
        get: operations["get_api_v1_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One template with its parameters */
        get: operations["get_api_v1_templates_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{id}/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill in a template and keep the model; unknown parameters are warnings */
        post: operations["post_api_v1_templates_id_generate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{id}/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text of a template */
        get: operations["get_api_v1_templates_id_source"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The categories of templates */
        get: operations["get_api_v1_templates_categories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the templates again */
        post: operations["post_api_v1_templates_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this server is, and that it is alive */
        get: operations["get_healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of this process in the Prometheus text format */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** These routes as OpenAPI 3.1 */
        get: operations["get_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi/v1.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** These routes as OpenAPI 3.1 */
        get: operations["get_openapi_v1_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests can be served now */
        get: operations["get_readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trade the key of the start link for a cookie, once */
        get: operations["get_sign_in_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List artifacts */
        get: operations["get_v1_artifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One artifact */
        get: operations["get_v1_artifacts_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All files as a zip archive */
        get: operations["get_v1_artifacts_id_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{id}/files/{fileName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file of the top level */
        get: operations["get_v1_artifacts_id_files_fileName"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{id}/files/series/{fileName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The CSV of one series of a run, or the index of all */
        get: operations["get_v1_artifacts_id_files_series_fileName"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{id}/relationships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What it came from, what came from it, and what is like it */
        get: operations["get_v1_artifacts_id_relationships"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hide several from lists */
        post: operations["post_v1_artifacts_archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/bulk-delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete several; runs can be restored for 24 hours */
        post: operations["post_v1_artifacts_bulk_delete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/index": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read everything again */
        post: operations["post_v1_artifacts_index"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calibrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fit parameters of a model to measured series */
        post: operations["post_v1_calibrate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed between runs, and what explains it */
        get: operations["get_v1_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/compare/card.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The card of a comparison, in pixels */
        get: operations["get_v1_compare_card_png"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/compare/card.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The card of a comparison */
        get: operations["get_v1_compare_card_svg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/diagnostics/hover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep performance figures of a user interface, as a row of CSV */
        post: operations["post_v1_diagnostics_hover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/engine/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A live session over a WebSocket: frames of MessagePack, each with 4 bytes of length before it */
        get: operations["get_v1_engine_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/engine/session/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether live sessions are offered, and within which limits */
        get: operations["get_v1_engine_session_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/goal-seek": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The value of a parameter that reaches a goal */
        post: operations["post_v1_goal_seek"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which nodes of a model text read which */
        post: operations["post_v1_graph"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this server is, and that it is alive */
        get: operations["get_v1_healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest jobs */
        get: operations["get_v1_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job */
        get: operations["get_v1_jobs_jobId"];
        put?: never;
        post?: never;
        /** Ask a job to stop; refused once its run is being published */
        delete: operations["delete_v1_jobs_jobId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{jobId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens to a job, as server-sent events until it has ended */
        get: operations["get_v1_jobs_jobId_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/optimize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The values of parameters that are best */
        post: operations["post_v1_optimize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Evaluate a request for a run without keeping the run */
        post: operations["post_v1_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Evaluate a model text and keep the run */
        post: operations["post_v1_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List and search runs */
        get: operations["get_v1_runs"];
        put?: never;
        /** Create a run from a template or a model */
        post: operations["post_v1_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run */
        get: operations["get_v1_runs_runId"];
        put?: never;
        post?: never;
        /** Delete a run; it lies in the trash for 24 hours */
        delete: operations["delete_v1_runs_runId"];
        options?: never;
        head?: never;
        /** Tag a run or write a note on it */
        patch: operations["patch_v1_runs_runId"];
        trace?: never;
    };
    "/v1/runs/{runId}/card.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The card of a run, in pixels */
        get: operations["get_v1_runs_runId_card_png"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/card.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The card of a run */
        get: operations["get_v1_runs_runId_card_svg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a value of a run is what it is */
        get: operations["get_v1_runs_runId_explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make every export of a run */
        post: operations["post_v1_runs_runId_export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/export/{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One export of a run, as it was made */
        get: operations["get_v1_runs_runId_export_format"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/flow-facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Delays, spans, bottlenecks and what queueing theory expects */
        get: operations["get_v1_runs_runId_flow_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/frames": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One metric of every node, bin after bin, as bytes (docs/frames.md) */
        get: operations["get_v1_runs_runId_frames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The nodes and edges of a run */
        get: operations["get_v1_runs_runId_graph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/index": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The series of a run */
        get: operations["get_v1_runs_runId_index"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/layout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the nodes of a run are drawn */
        get: operations["get_v1_runs_runId_layout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often each node met its service level */
        get: operations["get_v1_runs_runId_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The model that was evaluated */
        get: operations["get_v1_runs_runId_model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The notes of a run, by bin */
        get: operations["get_v1_runs_runId_notes"];
        put?: never;
        /** Write a note on a bin of a run */
        post: operations["post_v1_runs_runId_notes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/notes/{noteId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a note */
        delete: operations["delete_v1_runs_runId_notes_noteId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/residuals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Of a telemetry run: what was measured beside what the model computes */
        get: operations["get_v1_runs_runId_residuals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a deleted run back */
        post: operations["post_v1_runs_runId_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/series/{seriesId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One series */
        get: operations["get_v1_runs_runId_series_seriesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every node and edge in one bin */
        get: operations["get_v1_runs_runId_state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/state_window": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every node and edge over a range of bins */
        get: operations["get_v1_runs_runId_state_window"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The smallest changes after which nothing waits too long */
        get: operations["get_v1_runs_runId_suggest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/ui-bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a client needs to draw a run for the first time */
        get: operations["get_v1_runs_runId_ui_bundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sensitivity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How much a figure moves with each parameter */
        post: operations["post_v1_sensitivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/studies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The studies of the data root, newest first */
        get: operations["get_v1_studies"];
        put?: never;
        /** Make a study and keep it */
        post: operations["post_v1_studies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/studies/{studyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One study, with what was asked and found */
        get: operations["get_v1_studies_studyId"];
        put?: never;
        post?: never;
        /** Remove a study; refused while it is worked on */
        delete: operations["delete_v1_studies_studyId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/studies/{studyId}/points/{point}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a run with the values of one point */
        post: operations["post_v1_studies_studyId_points_point_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/studies/{studyId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Continue a study that was interrupted or failed */
        post: operations["post_v1_studies_studyId_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/studies/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed from one study to another, by points with the same inputs */
        get: operations["get_v1_studies_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The smallest changes of a model after which nothing waits too long */
        post: operations["post_v1_suggest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Evaluate a model for many values of parameters */
        post: operations["post_v1_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/telemetry/captures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the captures that telemetry runs can be made from */
        get: operations["get_v1_telemetry_captures"];
        put?: never;
        /** Make a capture of a run */
        post: operations["post_v1_telemetry_captures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/telemetry/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in measured data */
        post: operations["post_v1_telemetry_imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/telemetry/imports/{importId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of an import */
        get: operations["get_v1_telemetry_imports_importId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the templates again */
        post: operations["post_v1_templates_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs that can be brought back */
        get: operations["get_v1_trash"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is wrong with a model text; an invalid one is an answer too */
        post: operations["post_v1_validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Analytical: {
            hasCycleTimeDecomposition: boolean;
            hasQueueSemantics: boolean;
            hasServiceSemantics: boolean;
            identity: string;
            stationarityWarningApplicable: boolean;
        };
        Artifact: {
            created: string;
            files: string[];
            id: string;
            lastModified: string;
            metadata: Record<string, never>;
            tags: string[];
            title: string;
            totalSize: number;
            /** @enum {unknown} */
            type: "run" | "model";
        };
        ArtifactIds: string[];
        ArtifactList: {
            artifacts: components["schemas"]["Artifact"][];
            count: number;
            total: number;
        };
        ArtifactOutcomes: {
            archived?: number;
            deleted?: number;
            processed: number;
            results: {
                error?: string;
                id: string;
                success: boolean;
            }[];
            /** @constant */
            success: true;
        };
        ArtifactRegistry: {
            artifactCount: number;
            artifacts: components["schemas"]["Artifact"][];
            lastUpdated: string;
            /** @constant */
            schemaVersion: 1;
        };
        ArtifactRelationships: {
            artifactId: string;
            derivatives: components["schemas"]["Relationship"][];
            derivedFrom: components["schemas"]["Relationship"][];
            related: components["schemas"]["Relationship"][];
        };
        /** @description where everything went that came from outside, in items: offered = delivered + lost + gaveUp + inside + unaccounted */
        Balance: {
            delivered: number | null;
            gaveUp: number | null;
            /** @description waits at the end */
            inside: number | null;
            lost: number | null;
            /** @description first attempts, and what waited before bin 0 */
            offered: number | null;
            /** @description what branches copy or merge, what is between two nodes at the end */
            unaccounted: number | null;
        };
        BinEdge: {
            byClass?: {
                [key: string]: {
                    [key: string]: (number | null)[];
                };
            };
            id: string;
            series: {
                [key: string]: number[];
            };
        };
        BinNode: {
            byClass?: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            constraints?: Record<string, never>;
            constraintStatus?: {
                [key: string]: boolean;
            };
            decider?: string;
            derived: {
                color: string;
                /** @enum {unknown} */
                verdict?: "good" | "warning" | "critical";
            } & {
                [key: string]: number;
            };
            holder?: string;
            id: string;
            metrics: {
                queueLatencyStatus?: Record<string, never>;
            } & {
                [key: string]: number;
            };
            rising?: boolean;
            sla: {
                kind: string;
                status: string;
                value?: number;
                /** @enum {unknown} */
                verdict?: "good" | "warning" | "critical";
            }[];
            /** @enum {unknown} */
            state?: "unknown" | "empty" | "flowing" | "pile" | "scheduled" | "shared" | "outage" | "saturated" | "downstream" | "transit" | "held";
            telemetry?: {
                warnings: components["schemas"]["Warning"][];
            };
            /** @enum {unknown} */
            verdict?: "good" | "warning" | "critical";
        };
        BinSpan: {
            endBin: number;
            startBin: number;
        };
        /** @description of detail=bin: what differs from bin to bin and is known */
        BinState: {
            bin: {
                durationMinutes: number;
                endUtc: string | null;
                index: number;
                startUtc: string | null;
            };
            edges: components["schemas"]["BinEdge"][];
            metadata: components["schemas"]["RunMetadata"];
            nodes: components["schemas"]["BinNode"][];
        };
        CalibratedParameter: {
            hi: number;
            id: string;
            influence: number;
            interval: Record<string, never>;
            /** @enum {unknown} */
            known: "interval" | "atLeast" | "atMost" | "nothing";
            lo: number;
            tiedTo: string[];
            value: number;
            was: number;
            words: string;
        };
        /** @description A model (yaml, templateId with parameters, or runId), what is fitted (vary) and what was measured; docs/studies.md */
        CalibrateRequest: {
            /** @description bins that the fit leaves out, or none; else the last fifth */
            holdOut?: string;
            /** @enum {unknown} */
            loss?: "soft" | "squared";
            /** @description by series: one number or null per bin, or import:ID#column */
            measured?: {
                [key: string]: string | (number | null)[];
            };
            parameters?: Record<string, never>;
            rngSeed?: number;
            runId?: string;
            /** @enum {unknown} */
            sampling?: "expected" | "sample";
            seed?: number;
            series?: string[];
            templateId?: string;
            vary: string[];
            yaml?: string;
        };
        Calibration: {
            bins: number;
            converged: boolean;
            evaluations: number;
            heldOutBins: Record<string, never> | null;
            /** @enum {unknown} */
            loss: "soft" | "squared";
            lossValue: number;
            of: string;
            parameters: components["schemas"]["CalibratedParameter"][];
            rank: number;
            residuals: number;
            series: {
                before: components["schemas"]["CalibrationError"];
                fitted: components["schemas"]["CalibrationError"];
                heldOut: components["schemas"]["CalibrationError"];
                seriesId: string;
            }[];
            settings: string[];
        };
        CalibrationError: {
            bias: number | null;
            bins: number;
            /** @description per cent */
            mape: number | null;
            rmse: number | null;
        };
        Captured: {
            capture: {
                alreadyExists: boolean;
                captureKey: string | null;
                /** @enum {unknown} */
                classCoverage: "full" | "partial" | "missing";
                classes: string[];
                files: number;
                generated: boolean;
                generatedAtUtc: string | null;
                sourceRunId: string | null;
                supportsClassMetrics: boolean;
                warnings: unknown[];
            };
        };
        CaptureRequest: {
            gaps?: {
                detect?: boolean;
                fillGaps?: boolean;
                fillNan?: boolean;
            };
            output?: {
                captureKey?: string | null;
                /** @description below the directory of captures; overrides captureKey */
                directory?: string | null;
                overwrite?: boolean;
            };
            source: {
                runId: string;
                /** @constant */
                type?: "run";
            };
        };
        Captures: {
            captures: {
                classes?: string[];
                files?: number;
                generatedAtUtc?: string | null;
                grid?: Record<string, never>;
                hasEvents: boolean;
                /** @description captureDirectory of a telemetry run */
                name: string;
                problem: Record<string, never> | null;
                sourceRunId?: string | null;
                templateId?: string | null;
            }[];
            truncated: boolean;
        };
        ClassTruth: {
            /** @enum {unknown} */
            coverage: "full" | "partial" | "missing";
            hasFallbackClass: boolean;
            hasSpecificClasses: boolean;
        };
        ComparedNode: {
            arrivals: number;
            atLeast: boolean;
            harmed: number;
            late: number;
            lateShare: number;
            load: number | null;
            longestMinutes: number | null;
            lost: number;
            lostShare: number;
            p95WaitMinutes: number | null;
            promiseMinutes: number | null;
            /** @enum {unknown} */
            verdict: "good" | "warning" | "critical" | null;
            waiting: number | null;
        };
        ComparedStudy: {
            completedPoints: number;
            kind: string;
            of: string;
            status: string;
            studyId: string;
        };
        Comparisons: {
            baseline: string;
            comparisons: {
                avoided: Record<string, never> | null;
                /** @enum {unknown} */
                byShares?: "better" | "worse" | "mixed" | "same";
                constraints: Record<string, never>[];
                figures: {
                    after: components["schemas"]["FigureValue"];
                    before: components["schemas"]["FigureValue"];
                    delta: number | null;
                }[];
                nodes: {
                    after: null | components["schemas"]["ComparedNode"];
                    before: null | components["schemas"]["ComparedNode"];
                    delta: Record<string, never> | null;
                    nodeId: string;
                }[];
                remarks: string[];
                sentence: string;
                /** @enum {unknown} */
                verdict: "better" | "worse" | "mixed" | "same" | "differentWork" | null;
            }[];
            sentence: string | null;
            /** @enum {unknown} */
            verdict: "better" | "worse" | "mixed" | "same" | "differentWork" | null;
        };
        DeletedRun: {
            deletedUtc: string;
            restorableUntilUtc: string;
            runId: string;
        };
        DerivedMetrics: {
            color: string;
            cycleTimeMs: number | null;
            flowEfficiency: number | null;
            flowLatencyMs: number | null;
            latencyMinutes: number | null;
            load: number | null;
            queueTimeMs: number | null;
            retryTax: number | null;
            serviceTimeMs: number | null;
            throughputRatio: number | null;
            usefulShare: number | null;
            utilization: number | null;
            /** @enum {unknown} */
            verdict: "good" | "warning" | "critical" | "unknown";
            wait: number | null;
            workMinutes: number | null;
        };
        DispatchSchedule: {
            at?: string[];
            capacitySeries?: string | null;
            kind: string;
            periodBins: number;
            phaseOffset: number;
        };
        Draft: {
            content: string;
            contentHash: string;
            createdUtc?: string;
            draftId: string;
            metadata: Record<string, never>;
            storageRef: string;
            updatedUtc?: string;
        };
        DraftList: {
            items: {
                contentHash: string;
                draftId: string;
                metadata: Record<string, never>;
                updatedUtc: string;
            }[];
        };
        DraftRun: {
            /** @description accepted and without effect */
            actor?: unknown;
            /** @enum {unknown} */
            mode?: "simulation" | "telemetry";
            options?: {
                /** @description the run to start from, with settings, instead of a template or a model */
                baseRunId?: string;
                /** @enum {unknown} */
                csv?: "auto" | "on" | "off" | "files";
                deterministicRunId?: boolean;
                dryRun?: boolean;
                /** @description an expectation beside those of the model: max(queue) < 100 */
                expect?: string[];
                /** @enum {unknown} */
                failOn?: "error" | "warning" | "health" | "expectation" | "none";
                overwriteExisting?: boolean;
                /** @description an intact run of the same content is the answer */
                reuse?: boolean;
                runId?: string;
                /** @enum {unknown} */
                sampling?: "expected" | "sample";
                strictParameters?: boolean;
                thresholds?: components["schemas"]["Thresholds"];
            };
            parameters?: Record<string, never>;
            rng?: {
                /** @constant */
                kind?: "pcg32";
                seed?: number;
            };
            /** @description changes of values, for some bins or all: capacity[14:00..15:00]*=1.2 */
            settings?: string[];
            source: {
                content?: string;
                draftId?: string;
                id?: string;
                /** @enum {unknown} */
                type: "inline" | "draftId";
            };
            telemetry?: {
                bindings?: {
                    [key: string]: string;
                };
                captureDirectory?: string;
            };
        };
        DraftText: {
            content: string;
            draftId?: string;
            metadata?: Record<string, never>;
            overwrite?: boolean;
        };
        DraftUse: {
            /** @description accepted and without effect */
            actor?: unknown;
            /** @enum {unknown} */
            mode?: "simulation" | "telemetry";
            parameters?: Record<string, never>;
            source: {
                content?: string;
                draftId?: string;
                id?: string;
                /** @enum {unknown} */
                type: "inline" | "draftId";
            };
        };
        DraftValidation: {
            errors: Record<string, never>[];
            metadata: Record<string, never>;
            valid: boolean;
            warnings: Record<string, never>[];
        };
        /** @description what became of an expectation */
        ExpectationOutcome: {
            atLeast?: boolean;
            bins?: number[];
            figure: string;
            holds: boolean;
            /** @description of the series, node or constraint; run */
            id: string;
            shown: string;
            text: string;
            unit: string;
            value: number | null;
            /** @description where it does not hold */
            why?: string;
        };
        Explanation: {
            absent?: Record<string, never>;
            alias?: string;
            buildUp?: {
                limits: Record<string, never>[];
            };
            contributions: {
                /** @description digits of the amount below the double; sums are exact with it */
                amountRest?: number;
                constraintId?: string;
                each?: number;
                echoOf?: string;
                parameters?: string[];
                /** @enum {unknown} */
                side?: "in" | "out";
            }[];
            definition: Record<string, never>;
            formula: components["schemas"]["FormulaNode"];
            residual: number | null;
            trend?: {
                /** @enum {unknown} */
                direction: "grew" | "shrank" | "stayed";
            };
            value: number | null;
            words: string;
        };
        Exported: {
            artifactsPath: string;
            files: string[];
            formats: ("csv" | "csv-wide" | "ndjson" | "openmetrics" | "parquet" | "grafana")[];
            message: string;
            runId: string;
        };
        FigureValue: {
            absent?: string;
            atLeast: boolean;
            shown: string;
            value: number | null;
        };
        /** @description one thing that a run says about itself, as data and as a sentence */
        Finding: {
            cause: components["schemas"]["FindingCause"];
            constraintId?: string;
            dropped: number | null;
            episodes: number;
            /** @description of the worst episode */
            fromBin: number;
            /** @description items late or dropped */
            harmed: number;
            /** @enum {unknown} */
            kind: "retryStorm" | "loss" | "overload" | "shared" | "outage" | "downstream" | "schedule" | "held" | "failing" | "growing" | "catchingUp" | "nearLimit" | "calm" | "pile";
            lateShare: number | null;
            lost: number | null;
            /** @description nodes that suffer with it */
            members: string[];
            /** @description the node it is about; a constraint has constraintId, what is about the whole run neither */
            nodeId?: string;
            /** @description the sentence in pieces: words, or a figure and its place */
            parts: {
                bin?: number;
                series?: string;
                shown?: string;
                text?: string;
                unit?: string;
                value?: number;
            }[];
            /** @description items that waited */
            peak: number | null;
            peakBin: number | null;
            recovered: boolean;
            /** @description the sentence */
            text: string;
            /** @description inclusive */
            toBin: number;
            undelivered: number | null;
            /** @enum {unknown} */
            verdict: "good" | "warning" | "critical";
            wait: {
                /** @description what has not left could move the figures up */
                atLeast: boolean;
                longestMinutes: number | null;
                p95Minutes: number | null;
            };
        };
        /** @description figures of the bin with the largest demand in the episode */
        FindingCause: {
            /** @description all attempts by first attempts, over the episode */
            amplification: number | null;
            capacity: number | null;
            demandPeak: number | null;
            demandPeakBin: number | null;
            /** @description by which first attempts alone would have cleared the queue */
            dueBin: number | null;
            firstAttempts: number | null;
            /** @description of a storm: items per bin that were served within the promise, before the episode */
            goodputBefore: number | null;
            /** @description the same from the trigger to the end of the episode */
            goodputDuring: number | null;
            retries: number | null;
            /** @description of a storm: the last bin in which first attempts exceeded the capacity */
            triggerBin: number | null;
            /** @description that bin is behind the end of the run */
            undecided: boolean;
            usefulShare: number | null;
        };
        FindingCounts: {
            error: number;
            info: number;
            warning: number;
        };
        FittedProfile: {
            diagnostics?: Record<string, never>;
            /** @enum {unknown} */
            kind: "profile" | "pmf";
            /** @enum {unknown} */
            method: "series-normalized" | "summary-synthetic" | "empirical-samples" | "empirical-series" | "synthetic-triangular";
            pmf?: Record<string, never>;
            profile?: Record<string, never>;
            summary: Record<string, never>;
        };
        FlowFacts: {
            balance?: components["schemas"]["Balance"];
            bottlenecks: {
                constraintId: string | null;
                endBin: number;
                nodeId: string | null;
                startBin: number;
            }[];
            nodes: {
                blocked: components["schemas"]["BinSpan"][];
                fifo?: {
                    atLeast: boolean;
                    cumulativeIn: number[];
                    cumulativeOut: number[];
                    delayMinutes: (number | null)[];
                    lateShare: number | null;
                    longestMinutes: number | null;
                    oldestAgeMinutes: (number | null)[];
                    p50Minutes: number | null;
                    p85Minutes: number | null;
                    p95Minutes: number | null;
                    undelivered: number;
                };
                id: string;
                littlesLaw?: {
                    items: number;
                    itemsPerBin: number;
                    meanDepth: number;
                    meanTimeMinutes: number;
                    residual: number;
                };
                queueing?: components["schemas"]["QueueingOverlay"];
                starved: components["schemas"]["BinSpan"][];
            }[];
            path?: Record<string, never>;
            pooling?: {
                binsPerPoint: number;
                how: {
                    [key: string]: string;
                };
                points: number;
            };
            runId: string;
            window: {
                binCount: number;
                endBin: number;
                startBin: number;
            };
        };
        FormulaNode: {
            amount?: number;
            bin?: number;
            binding?: boolean;
            href?: string;
            op: string;
            operands?: components["schemas"]["FormulaNode"][];
            role?: string;
            seriesId?: string;
            value: number | null;
            weight?: number;
        };
        GeneratedModel: {
            metadata: Record<string, never>;
            model: string;
            modelRef: {
                hash: string;
                id: string;
                /** @constant */
                kind: 0;
                version: null;
            };
            provenance: Record<string, never>;
            warnings: Record<string, never>[];
        };
        GoalSeek: {
            trace: Record<string, never>[];
        };
        Graph: {
            edges: components["schemas"]["GraphEdge"][];
            nodes: {
                analytical: components["schemas"]["Analytical"];
                category: string;
                dispatchSchedule?: components["schemas"]["DispatchSchedule"];
                group: string | null;
                id: string;
                kind: string;
                nodeRole: string | null;
                semantics: Record<string, never>;
                ui: Record<string, never> | null;
            }[];
            order: string[];
        };
        GraphEdge: {
            edgeType: string;
            field: string;
            from: string;
            id: string;
            lag: number | null;
            multiplier: number | null;
            to: string;
            weight: number;
        };
        Grid: {
            bins: number;
            binSize: number;
            /** @enum {unknown} */
            binUnit: "milliseconds" | "seconds" | "minutes" | "hours" | "days" | "weeks";
            endUtc?: string;
            startUtc?: string;
        };
        Health: {
            apiVersion: string;
            availableEndpoints?: string[];
            build: {
                buildTime: string | null;
                commitHash: string;
                compiler?: string;
                environment: string;
                version: string;
            };
            capabilities: {
                features: string[];
                limits: {
                    supportedArrivalKinds?: string[];
                    supportedRngTypes?: string[];
                } & {
                    [key: string]: number;
                };
                supportedFormats: string[];
            };
            dataDirectory?: string;
            dependencies?: Record<string, never>;
            environment?: string;
            health?: Record<string, never>;
            runtime?: Record<string, never>;
            service: string;
            serviceName: string;
            startTime: string;
            /** @constant */
            status: "ok";
            system?: Record<string, never>;
            templateWarnings: Record<string, never>;
            timestamp?: string;
            uptime: string;
            version: string;
        };
        /** @description findings of the family health */
        HealthCounts: {
            critical: number;
            warning: number;
        };
        HoverDiagnostics: {
            runId?: string | null;
            source?: string;
        } & {
            [key: string]: unknown;
        };
        HoverDiagnosticsKept: {
            path: string;
        };
        ImportContent: {
            content: string;
            fileName?: string;
            id?: string;
            /** @description the parameters of the query, for example timezone */
            options?: Record<string, never>;
            overwrite?: boolean;
        };
        Imported: {
            clockSteps: number;
            columns: Record<string, never>[];
            duplicates: number;
            file: string;
            /** @enum {unknown} */
            format: "csv" | "prometheus" | "openmetrics" | "jsonl";
            gapCount: number;
            gaps: Record<string, never>[];
            grid: Record<string, never>;
            id: string;
            missingBins: number;
            missingMinutes: number;
            offGrid: number;
            reading: {
                [key: string]: string;
            };
            remarks: Record<string, never>[];
            resets: number;
            rows: number;
            samples: number;
            totals: Record<string, never>;
        };
        Job: {
            bins: number;
            binsDone: number;
            counters: {
                [key: string]: number;
            };
            createdUtc: string;
            errors: components["schemas"]["JobError"][];
            finishedUtc: string;
            jobId: string;
            mode: string;
            progress: number;
            /** @description what a calibration found, as long as the server runs; only of one job */
            result?: Record<string, never>;
            runId: string;
            stage: string;
            startedUtc: string;
            /** @enum {unknown} */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "interrupted";
            templateId: string;
            wasReused: boolean;
        };
        JobError: {
            code: string;
            column?: number;
            file?: string;
            line?: number;
            message: string;
            path?: string;
            remedy?: string;
        };
        JobList: {
            items: components["schemas"]["Job"][];
        };
        JudgedFigures: {
            atLeast: boolean;
            dropped: number;
            harmed: number;
            isPile: boolean;
            late: number;
            lateShare: number | null;
            longestMinutes: number | null;
            lost: number;
            p50Minutes: number | null;
            p85Minutes: number | null;
            p95Minutes: number | null;
            peakLoad: components["schemas"]["Peak"];
            peakQueue: components["schemas"]["Peak"];
            spilled: number;
            transitMinutes: number | null;
            undelivered: number;
            usefulBand: number | null;
            usefulNorm: number | null;
        };
        Judgement: {
            balance: components["schemas"]["Balance"];
            /** @description ranked; the first is the headline */
            findings: components["schemas"]["Finding"][];
            /** @description the first bin in which a node has it */
            fromBin: number;
            /** @description of the bins in which one has it */
            share: number;
            thumbnail: components["schemas"]["Thumbnail"];
            /** @enum {unknown} */
            verdict: "good" | "warning" | "critical" | null;
            version: number;
        };
        LabelChange: {
            /** @description empty: none; left out: it stays */
            note?: string;
            /** @description in place of the tags it has; left out: they stay */
            tags?: string[];
        };
        Layout: {
            edges: Record<string, never>[];
            nodes: Record<string, never>[];
        };
        MappedProfile: {
            content: string;
            contentHash: string;
            diagnostics?: Record<string, never>;
            draftId: string;
            nodeId: string;
        };
        MapProfile: {
            /** @enum {unknown} */
            detailLevel?: "basic" | "expert";
            nodeId: string;
            pmf?: {
                probabilities?: unknown[] | string;
                values?: unknown[] | string;
            };
            profile?: {
                kind?: string;
                name?: string;
                weights?: unknown[] | string;
            };
            provenance?: {
                [key: string]: string;
            };
            source: {
                content?: string;
                draftId?: string;
                id?: string;
                /** @enum {unknown} */
                type: "inline" | "draftId";
            };
        };
        ModelGraph: {
            edges: {
                id: string;
                inputs: string[];
            }[];
            nodes: string[];
            order: string[];
        };
        ModelRun: {
            artifactsPath: string;
            grid: components["schemas"]["Grid"];
            modelHash: string;
            order: string[];
            runId: string;
            scenarioHash: string;
            series: {
                [key: string]: (number | null)[];
            };
            seriesOmitted?: boolean;
            warnings: components["schemas"]["Warning"][];
            wasReused: boolean;
        };
        NewNote: {
            bin: number;
            text: string;
        };
        NodeTelemetry: {
            sources: string[];
            warnings: components["schemas"]["Warning"][];
        };
        Notes: {
            notes: {
                bin: number;
                id: string;
                text: string;
            }[];
            runId: string;
        };
        OfOneStudy: {
            measures: string[];
            parameters: string[];
            pointCount: number;
            points: Record<string, never>[];
        };
        Optimum: {
            trace: Record<string, never>[];
        };
        Peak: {
            bin: number | null;
            value: number | null;
        };
        PreviewedProfile: {
            diagnostics?: Record<string, never>;
            summary: Record<string, never>;
        };
        Problem: {
            code: string;
            detail: string;
            error: string;
            errors: {
                code: string;
                column: number;
                file?: string;
                line: number;
                message: string;
                path: string;
                remedy: string;
            }[];
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        ProfileFit: {
            bins?: number;
            /** @enum {unknown} */
            detailLevel?: "basic" | "expert";
            /** @enum {unknown} */
            mode?: "profile" | "pmf";
            samples?: unknown[] | string;
            seriesId?: string;
            summary?: {
                avg?: number | string;
                count?: number | string;
                max?: number | string;
                min?: number | string;
                p50?: number | string;
                p90?: number | string;
                p95?: number | string;
                p99?: number | string;
                peakBin?: number | string;
            };
        };
        ProfilePreview: {
            /** @enum {unknown} */
            detailLevel?: "basic" | "expert";
            pmf?: {
                probabilities?: unknown[] | string;
                values?: unknown[] | string;
            };
            profile?: {
                kind?: string;
                name?: string;
                weights?: unknown[] | string;
            };
        };
        QueueingOverlay: {
            allenCunneenWaitMinutes: number | null;
            atMeanLoadWaitMinutes: number | null;
            atMost: boolean;
            erlangC: number | null;
            erlangCWaitMinutes: number | null;
            fluidWaitMinutes: number | null;
            kingmanWaitMinutes: number | null;
            meaning: string;
            mg1WaitMinutes: number | null;
            station: {
                arrivalsPerMinute: number | null;
                cvArrivals: number;
                cvService: number;
                servers: number | null;
                serviceTimeMs: number | null;
                utilization: number | null;
            };
            /** @enum {unknown} */
            validity: "valid" | "noServiceTime" | "noServers" | "noArrivals" | "overloaded" | "fluidWaits" | "notSteady" | "notSettled";
            within?: {
                minutes: number;
                probability: number | null;
            };
        };
        Readiness: {
            status: string;
        };
        Relationship: {
            id: string;
            /** @enum {unknown} */
            relationshipType: "model-source" | "supersedes" | "run-of-model" | "superseded-by" | "same-model" | "same-inputs" | "same-template" | "similar-run";
            title: string;
            type: string;
        };
        Residuals: {
            /** @enum {unknown} */
            basis: "step" | "free";
            conservation: {
                checks: Record<string, never>[];
                holds: boolean;
            };
            grid: Record<string, never>;
            mode: string;
            nodes: {
                balance: Record<string, never> | null;
                nodeId: string;
                series: components["schemas"]["SeriesResidual"][];
            }[];
            runId: string;
        };
        Run: {
            artifacts?: {
                aggregates: boolean;
                index: boolean;
                manifest: boolean;
                metadata: boolean;
                model: boolean;
                provenance: boolean;
                series: boolean;
                spec: boolean;
                telemetryManifest: boolean;
            };
            bundleRef?: {
                id: string;
                /** @constant */
                kind: "run";
            };
            canReplay: boolean;
            durationsMs?: {
                [key: string]: number;
            };
            expectations?: components["schemas"]["ExpectationOutcome"][];
            findings?: components["schemas"]["FindingCounts"];
            grid?: components["schemas"]["Grid"];
            headline?: components["schemas"]["Finding"] | null;
            health?: components["schemas"]["HealthCounts"];
            isDryRun: boolean;
            judgement?: components["schemas"]["Judgement"];
            metadata: components["schemas"]["RunMetadata"] | null;
            /** @enum {unknown} */
            mode: "simulation" | "telemetry";
            note?: string;
            plan: components["schemas"]["RunPlan"] | null;
            runId?: string;
            /** @description of a new run: earlier ones of the same content, newest first */
            sameContentAs?: string[];
            /** @description values given beside the model, as they were applied */
            settings?: string[];
            supersedes?: {
                contentHash: string;
                createdUtc: string;
                runId?: string;
            };
            tags?: string[];
            telemetry: components["schemas"]["RunTelemetry"] | null;
            templateId: string;
            thresholds?: components["schemas"]["Thresholds"];
            /** @enum {unknown} */
            verdict?: "good" | "warning" | "critical" | null;
            warningCount?: number;
            warnings: components["schemas"]["Warning"][];
            wasReused: boolean;
        };
        RunClass: {
            description?: string;
            displayName?: string;
            id: string;
        };
        RunMetadata: {
            /** @enum {unknown} */
            classCoverage: "full" | "partial" | "missing";
            classes?: components["schemas"]["RunClass"][];
            contentHash: string;
            /** @enum {unknown} */
            edgeQuality: "exact" | "approx" | "partialClass" | "missing";
            inputHash?: string;
            /** @description what flows: orders */
            itemNoun?: string;
            /** @enum {unknown} */
            mode: "simulation" | "telemetry";
            provenanceHash: string;
            rng: {
                /** @constant */
                kind: "pcg32";
                seed: number;
            };
            runId: string;
            schema: {
                hash: string;
                id: string;
                version: string;
            };
            storage: {
                metadataPath: string;
                modelPath: string;
                provenancePath: string;
            };
            telemetrySourcesResolved: boolean;
            templateId: string;
            templateNarrative: string;
            templateTitle: string;
            templateVersion: string;
        };
        RunMetrics: {
            grid: {
                binMinutes: number;
                bins: number;
            };
            pooling?: {
                binsPerPoint: number;
                how: {
                    [key: string]: string;
                };
                points: number;
            };
            services: {
                binsMet: number;
                binsTotal: number;
                id: string;
                mini: (number | null)[];
                promisePct: number | null;
                slaPct: number | null;
            }[];
            window: {
                start: string | null;
                timezone: string;
            };
        };
        RunPage: {
            items: {
                contentHash: string;
                createdUtc: string;
                /** @description how long making it took */
                durationMs: number;
                findings: components["schemas"]["FindingCounts"];
                grid: components["schemas"]["Grid"];
                headline: components["schemas"]["Finding"] | null;
                health: components["schemas"]["HealthCounts"] | null;
                inputHash: string | null;
                /** @enum {unknown} */
                mode: "simulation" | "telemetry";
                note: string;
                /** @description of the template, with defaults */
                parameters: Record<string, never>;
                rng: {
                    /** @constant */
                    kind: "pcg32";
                    seed: number;
                };
                runId: string;
                /** @description values given beside the model, as they were applied */
                settings: string[];
                tags: string[];
                telemetry: components["schemas"]["RunTelemetry"];
                templateId: string;
                templateNarrative: string;
                templateTitle: string;
                templateVersion: string;
                thumbnail: components["schemas"]["Thumbnail"] | null;
                /** @enum {unknown} */
                verdict: "good" | "warning" | "critical" | null;
                warningCount: number;
            }[];
            page: number;
            pageSize: number;
            totalCount: number;
        };
        RunPlan: {
            bytes: number;
            captureDirectory: string | null;
            cells: number;
            contentHash: string;
            deterministicRunId: boolean;
            files: {
                metric: string;
                nodeId: string;
                path: string;
            }[];
            /** @enum {unknown} */
            mode: "simulation" | "telemetry";
            outputRoot: string;
            outputs: {
                bytes: number;
                isEstimate: boolean;
                path: string;
            }[];
            parameters: Record<string, never>;
            requestedRunId: string | null;
            resolvedParameters: Record<string, never>;
            telemetryBindings: {
                [key: string]: string;
            };
            templateId: string;
            warnings: components["schemas"]["Warning"][];
            wouldReuse: boolean;
        };
        RunPreview: {
            bundle: components["schemas"]["UiBundle"] | null;
            layout: components["schemas"]["Layout"] | null;
            run: components["schemas"]["Run"];
            window: components["schemas"]["StateWindow"] | null;
        };
        RunRemarks: {
            note: string;
            runId: string;
            tags: string[];
        };
        RunRequest: {
            bundleRef?: {
                hash?: unknown;
                id?: string;
                /** @constant */
                kind?: "run";
                version?: unknown;
            };
            /** @enum {unknown} */
            mode?: "simulation" | "telemetry";
            /** @description the text of a model, instead of a template */
            model?: string;
            options?: {
                /** @description the run to start from, with settings, instead of a template or a model */
                baseRunId?: string;
                /** @enum {unknown} */
                csv?: "auto" | "on" | "off" | "files";
                deterministicRunId?: boolean;
                dryRun?: boolean;
                /** @description an expectation beside those of the model: max(queue) < 100 */
                expect?: string[];
                /** @enum {unknown} */
                failOn?: "error" | "warning" | "health" | "expectation" | "none";
                overwriteExisting?: boolean;
                /** @description an intact run of the same content is the answer */
                reuse?: boolean;
                runId?: string;
                /** @enum {unknown} */
                sampling?: "expected" | "sample";
                strictParameters?: boolean;
                thresholds?: components["schemas"]["Thresholds"];
            };
            parameters?: Record<string, never>;
            rng?: {
                /** @constant */
                kind?: "pcg32";
                seed?: number;
            };
            /** @description changes of values, for some bins or all: capacity[14:00..15:00]*=1.2 */
            settings?: string[];
            telemetry?: {
                bindings?: {
                    [key: string]: string;
                };
                captureDirectory?: string;
            };
            templateId?: string;
        };
        RunTelemetry: {
            available: boolean;
            /** @description of a telemetry run: the capture it was made from */
            capture?: string;
            /**
             * @description of the series that the topology refers to, by measured ones
             * @enum {unknown}
             */
            coverage?: "full" | "partial" | "missing";
            generatedAtUtc: string | null;
            nodes?: number;
            nodesMeasured?: number;
            quality?: {
                /** @enum {unknown} */
                classCoverage: "full" | "partial" | "missing";
                classMismatches: number;
                missingBins: number;
                series: number;
            };
            sourceRunId: string | null;
            warningCount: number;
        };
        Sensitivity: {
            points: Record<string, never>[];
        };
        SeriesIndex: {
            /** @enum {unknown} */
            classCoverage: "full" | "partial" | "missing";
            classes: components["schemas"]["RunClass"][];
            grid: Record<string, never>;
            /** @constant */
            schemaVersion: 1;
            series: {
                bareId: string;
                class: string;
                classKind: string;
                componentId: string;
                hash: string;
                id: string;
                itemUnit: string;
                /** @enum {unknown} */
                kind: "flow" | "edge";
                path: string;
                points: number;
                unit: string;
            }[];
        };
        SeriesIngest: {
            content: string;
            /** @enum {unknown} */
            detailLevel?: "basic" | "expert";
            /** @enum {unknown} */
            format?: "csv" | "table";
            metadata?: {
                binSize?: number | string | null;
                binUnit?: string | null;
                source?: string | null;
                timeRange?: {
                    end?: string | null;
                    start?: string | null;
                } | null;
                timezone?: string | null;
                units?: string | null;
            };
            seriesId?: string;
        };
        SeriesIngested: {
            count: number;
            diagnostics?: Record<string, never>;
            metadata: Record<string, never>;
            seriesId: string;
        };
        SeriesOrigin: {
            aggregation: string | null;
            origin: string;
        };
        SeriesResidual: {
            bias: number | null;
            comparedBins: number;
            computedMean: number | null;
            coverage: number;
            isInput: boolean;
            largest: Record<string, never> | null;
            /** @description per cent */
            mape: number | null;
            measuredBins: number;
            measuredMean: number | null;
            metric: string;
            rmse: number | null;
            seriesId: string;
            values?: Record<string, never>;
        };
        SeriesSummarize: {
            /** @enum {unknown} */
            detailLevel?: "basic" | "expert";
            seriesId: string;
        };
        SeriesSummary: {
            avg: number;
            count: number;
            diagnostics?: Record<string, never>;
            max: number;
            min: number;
            peak: Record<string, never>;
            percentiles: Record<string, never>;
            periodicity: {
                detected: boolean;
                /** @enum {unknown} */
                label?: "daily" | "weekly";
                periodBins?: number;
            };
            seriesId: string;
        };
        SeriesValues: {
            bareId: string;
            bins: number;
            class: string;
            id: string;
            itemUnit: string;
            /** @enum {unknown} */
            kind: "flow" | "edge";
            unit: string;
            values: (number | null)[];
        };
        SessionHealth: {
            activeSessions: number;
            available: boolean;
            bytes: number;
            enginePath: string;
            limits: {
                [key: string]: number;
            };
        };
        State: {
            bin: {
                durationMinutes: number;
                endUtc: string | null;
                index: number;
                startUtc: string | null;
            };
            edges: components["schemas"]["StateEdge"][];
            edgeWarnings: {
                [key: string]: components["schemas"]["Warning"][];
            };
            metadata: components["schemas"]["RunMetadata"];
            nodes: components["schemas"]["StateNode"][];
            warnings: components["schemas"]["Warning"][];
        };
        StateEdge: {
            attemptVolume?: number | null;
            byClass?: {
                [key: string]: {
                    [key: string]: (number | null)[];
                };
            };
            edgeType: string;
            failureVolume?: number | null;
            field: string;
            flowVolume?: number | null;
            from: string;
            id: string;
            lag: number | null;
            multiplier: number | null;
            series: {
                [key: string]: (number | null)[];
            };
            seriesMetadata?: {
                [key: string]: components["schemas"]["SeriesOrigin"];
            };
            to: string;
        };
        StateNode: {
            aliases: {
                [key: string]: string;
            } | null;
            analytical: components["schemas"]["Analytical"];
            byClass?: {
                [key: string]: {
                    [key: string]: number | null;
                };
            };
            category: string;
            classTruth: components["schemas"]["ClassTruth"];
            constraints?: Record<string, never>;
            constraintStatus?: {
                [key: string]: boolean;
            };
            decider: string | null;
            derived: components["schemas"]["DerivedMetrics"];
            dispatchSchedule?: components["schemas"]["DispatchSchedule"];
            holder: string | null;
            id: string;
            kind: string;
            metrics: Record<string, never>;
            rising: boolean | null;
            seriesMetadata?: {
                [key: string]: components["schemas"]["SeriesOrigin"];
            };
            sla: {
                kind: string;
                status: string;
                threshold: number | null;
                value: number | null;
                /** @enum {unknown} */
                verdict: "good" | "warning" | "critical" | null;
            }[];
            /** @enum {unknown} */
            state: "unknown" | "empty" | "flowing" | "pile" | "scheduled" | "shared" | "outage" | "saturated" | "downstream" | "transit" | "held" | null;
            telemetry: components["schemas"]["NodeTelemetry"];
            /** @enum {unknown} */
            verdict: "good" | "warning" | "critical" | null;
        };
        StateOrBinState: components["schemas"]["State"] | components["schemas"]["BinState"];
        StateSpans: {
            bin: number[];
            decider: (string | null)[];
            holder: (string | null)[];
            rising: (boolean | null)[];
            state: ("unknown" | "empty" | "flowing" | "pile" | "scheduled" | "shared" | "outage" | "saturated" | "downstream" | "transit" | "held")[];
            verdict: ("good" | "warning" | "critical" | null)[];
        };
        StateWindow: {
            edges: components["schemas"]["StateEdge"][];
            edgeWarnings: {
                [key: string]: components["schemas"]["Warning"][];
            };
            metadata: components["schemas"]["RunMetadata"];
            nodes: components["schemas"]["WindowNode"][];
            /** @description of a pooled window: what holds for every node */
            seriesMetadata?: {
                [key: string]: components["schemas"]["SeriesOrigin"];
            };
            timestampsUtc: string[];
            warnings: components["schemas"]["Warning"][];
            window: {
                binCount: number;
                endBin: number;
                pooling?: {
                    binsPerPoint: number;
                    how: {
                        [key: string]: string;
                    };
                    points: number;
                };
                startBin: number;
            };
        };
        StoredModel: {
            model: string;
            modelHash: string;
            size: number;
        };
        StoredModels: {
            models: Record<string, never>[];
        };
        Study: {
            completedPoints: number;
            errors: components["schemas"]["JobError"][];
            jobId?: string;
            kind: string;
            points: number;
            request?: Record<string, never> | null;
            result?: Record<string, never> | null;
            resumesAtStart?: boolean;
            /** @enum {unknown} */
            status: "running" | "completed" | "failed" | "interrupted";
            studyId: string;
        };
        StudyComparison: {
            after: components["schemas"]["ComparedStudy"];
            bands: Record<string, never>[];
            before: components["schemas"]["ComparedStudy"];
            differingPoints: number;
            figures: {
                differing: number;
                figure: string;
                largest: Record<string, never> | null;
                meanChange: number | null;
            }[];
            found: {
                after: number | null;
                before: number | null;
            }[];
            foundAlike: number;
            identical: boolean;
            measures: string[];
            onlyAfter: components["schemas"]["OfOneStudy"];
            onlyBefore: components["schemas"]["OfOneStudy"];
            parameters: string[];
            points: Record<string, never>[];
            remarks: string[];
            samePoints: number;
            sentence: string;
        };
        StudyList: {
            items: components["schemas"]["Study"][];
        };
        /** @description A model (yaml, templateId with parameters, or runId), what is varied (vary, or paramId and its like) and figures (measures, or metricSeriesId); docs/studies.md */
        StudyRequest: {
            captureSeriesIds?: string[] | null;
            constraints?: string[];
            /** @enum {unknown} */
            kind?: "sweep" | "sensitivity" | "goal-seek" | "optimize" | "morris" | "sobol" | "ensemble" | "suggest";
            maxIterations?: number;
            measures?: string[];
            method?: string;
            metricSeriesId?: string;
            /** @enum {unknown} */
            objective?: "minimize" | "maximize";
            objectives?: ("minimize" | "maximize")[];
            parameters?: Record<string, never>;
            paramId?: string;
            paramIds?: string[];
            perturbation?: number;
            points?: number;
            rngSeed?: number;
            runId?: string;
            /** @enum {unknown} */
            sampling?: "expected" | "sample";
            searchHi?: number;
            searchLo?: number;
            searchRanges?: {
                [key: string]: {
                    hi?: number;
                    lo?: number;
                };
            };
            seed?: number;
            target?: number;
            templateId?: string;
            tolerance?: number;
            values?: number[];
            vary?: string[];
            yaml?: string;
        };
        Suggestion: {
            effect: string;
            from: number;
            parameter: string;
            text?: string;
            title?: string;
            to: number;
            unit?: string;
            worsens: Record<string, never>[];
        };
        Suggestions: {
            entries: components["schemas"]["Suggestion"][];
            next: null | components["schemas"]["Suggestion"];
        };
        Sweep: {
            paramId?: string;
            points: {
                measures?: Record<string, never>;
                params: Record<string, never>;
                paramValue?: number;
                series: Record<string, never>;
            }[];
        };
        Template: {
            claim?: string;
            description: string;
            id: string;
            itemNoun?: string;
            narrative?: string;
            parameters: {
                /** @description the same in its own type */
                default?: unknown;
                /** @description a scalar as text */
                defaultValue?: string | unknown[];
                description: string;
                max?: number;
                min?: number;
                name: string;
                step?: number;
                title: string;
                /** @enum {unknown} */
                type: "integer" | "number" | "boolean" | "string" | "array";
                unit?: string;
            }[];
            tags: string[];
            title: string;
            whatIf?: {
                parameters: Record<string, never>;
                says: string;
            };
        };
        TemplateCategories: {
            categories: string[];
        };
        TemplateList: {
            captureKey?: string;
            category: string;
            claim?: string;
            description: string;
            id: string;
            itemNoun?: string;
            narrative?: string;
            tags: string[];
            title: string;
            version: string;
            whatIf?: {
                parameters: Record<string, never>;
                says: string;
            };
        }[];
        TemplateSource: {
            id: string;
            source: string;
        };
        TemplatesRefreshed: {
            /** @constant */
            status: "refreshed";
            templates: number;
        };
        /** @description limits of the table of verdicts, by row, in place of the usual ones */
        Thresholds: {
            [key: string]: "off" | false | {
                critical?: number;
                warning?: number;
            };
        };
        /** @description the headline's node at a glance: at most 64 stretches of equal length */
        Thumbnail: {
            load: (number | null)[];
            /** @description the longest wait by the promise */
            wait: (number | null)[];
        };
        Trash: {
            items: components["schemas"]["DeletedRun"][];
        };
        UiBundle: {
            classes: components["schemas"]["RunClass"][];
            constraints: {
                harmed?: number;
                held?: string[];
                id: string;
                peakLoad?: components["schemas"]["Peak"];
                /** @enum {unknown} */
                verdict?: "good" | "warning" | "critical" | null;
            }[];
            events: {
                fromBin: number;
                text: string;
                toBin: number;
            }[];
            findings: Record<string, never>[];
            graph: components["schemas"]["Graph"];
            grid: {
                binMinutes: number;
                bins: number;
                binSize: number;
                /** @enum {unknown} */
                binUnit: "milliseconds" | "seconds" | "minutes" | "hours" | "days" | "weeks";
                startUtc: string | null;
                timezone: string;
            };
            headline: Record<string, never> | null;
            metadata: components["schemas"]["RunMetadata"];
            metrics: {
                derived: boolean;
                itemUnit: string;
                name: string;
                pooling: string;
                unit: string;
            }[];
            nodes: {
                figures?: components["schemas"]["JudgedFigures"];
                id: string;
                metrics: {
                    [key: string]: {
                        absent: number;
                        breachMinutes: number | null;
                        firstBreach: number | null;
                        last: number | null;
                        max: number | null;
                        maxBin: number | null;
                        mean: number | null;
                        min: number | null;
                        minBin: number | null;
                        p95: number | null;
                        p99: number | null;
                    };
                };
                promise?: {
                    declared: boolean;
                    minutes: number | null;
                };
                rows?: {
                    firstBin: number;
                    limit: number | null;
                    row: string;
                    value: number | null;
                    /** @enum {unknown} */
                    verdict: "good" | "warning" | "critical" | null;
                }[];
                states?: components["schemas"]["StateSpans"];
                thresholds?: {
                    about: string;
                    critical: number | null;
                    row: string;
                    warning: number | null;
                }[];
                /** @enum {unknown} */
                verdict?: "good" | "warning" | "critical" | null;
            }[];
            thresholds: {
                about: string;
                critical: number | null;
                row: string;
                warning: number | null;
            }[];
            /** @enum {unknown} */
            verdict: "good" | "warning" | "critical" | null;
            warnings: components["schemas"]["Warning"][];
        };
        ValidateRequest: {
            /** @description schema, compile or analyse, in any case */
            tier?: string;
            yaml: string;
        };
        Validation: {
            errors: {
                code?: string;
                column?: number;
                line?: number;
                message: string;
                path?: string;
                remedy?: string;
            }[];
            isValid: boolean;
            /** @enum {unknown} */
            tier: "schema" | "compile" | "analyse";
            warnings: components["schemas"]["Warning"][];
        };
        Warning: {
            bins?: number[];
            code: string;
            count?: number;
            edgeIds?: string[];
            endBin?: number;
            /**
             * @description of a finding of the judgement; others are about the data
             * @constant
             */
            family?: "health";
            message: string;
            nodeId?: string;
            nodeIds?: string[];
            /** @enum {unknown} */
            severity: "error" | "warning" | "info";
            signal?: string;
            startBin?: number;
            value?: number;
            /** @enum {unknown} */
            verdict?: "warning" | "critical";
        };
        WindowNode: {
            aliases: {
                [key: string]: string;
            } | null;
            analytical: components["schemas"]["Analytical"];
            byClass?: {
                [key: string]: {
                    [key: string]: (number | null)[];
                };
            };
            category: string;
            classTruth: components["schemas"]["ClassTruth"];
            constraints?: Record<string, never>;
            constraintStatus?: Record<string, never>;
            dispatchSchedule?: components["schemas"]["DispatchSchedule"];
            id: string;
            kind: string;
            queueLatencyStatus?: ({
                code: string;
                message: string;
            } | null)[];
            series: {
                [key: string]: (number | null)[];
            };
            seriesMetadata?: {
                [key: string]: components["schemas"]["SeriesOrigin"];
            };
            sla: {
                kind: string;
                status: string;
                threshold: number | null;
                values: (number | null)[];
                /** @enum {unknown} */
                verdict: "good" | "warning" | "critical" | null;
            }[];
            state?: ("unknown" | "empty" | "flowing" | "pile" | "scheduled" | "shared" | "outage" | "saturated" | "downstream" | "transit" | "held")[];
            telemetry: components["schemas"]["NodeTelemetry"];
            verdict?: ("good" | "warning" | "critical" | null)[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_api_v1_drafts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftList"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_drafts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "draftId": "desk",
                 *       "overwrite": true,
                 *       "content": "schemaVersion: 1\ngenerator: flowtime-sim\nmetadata: {id: desk, title: Desk, version: 1.0.0}\nwindow: {start: 2026-01-01T00:00:00Z, timezone: UTC}\ngrid: {bins: 2, binSize: 5, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [1, 2]}\ntopology:\n  nodes:\n  - {id: Desk, kind: service, semantics: {arrivals: a, served: a}}\n  edges: []\noutputs:\n- {series: a}\n"
                 *     }
                 */
                "application/json": components["schemas"]["DraftText"];
            };
        };
        responses: {
            /** @description Kept */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_drafts_draftId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Letters, digits, '_' and '-'. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_api_v1_drafts_draftId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The contentHash that the draft must have still, else 409. */
                "If-Match"?: string;
            };
            path: {
                /** @description Letters, digits, '_' and '-'. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "draftId": "desk",
                 *       "overwrite": true,
                 *       "content": "schemaVersion: 1\ngenerator: flowtime-sim\nmetadata: {id: desk, title: Desk, version: 1.0.0}\nwindow: {start: 2026-01-01T00:00:00Z, timezone: UTC}\ngrid: {bins: 2, binSize: 5, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [1, 2]}\ntopology:\n  nodes:\n  - {id: Desk, kind: service, semantics: {arrivals: a, served: a}}\n  edges: []\noutputs:\n- {series: a}\n"
                 *     }
                 */
                "application/json": components["schemas"]["DraftText"];
            };
        };
        responses: {
            /** @description Replaced */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_api_v1_drafts_draftId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Letters, digits, '_' and '-'. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_drafts_generate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": {
                 *         "type": "inline",
                 *         "id": "desk",
                 *         "content": "schemaVersion: 1\ngenerator: flowtime-sim\nmetadata: {id: desk, title: Desk, version: 1.0.0}\nwindow: {start: 2026-01-01T00:00:00Z, timezone: UTC}\ngrid: {bins: 2, binSize: 5, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [1, 2]}\ntopology:\n  nodes:\n  - {id: Desk, kind: service, semantics: {arrivals: a, served: a}}\n  edges: []\noutputs:\n- {series: a}\n"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["DraftUse"];
            };
        };
        responses: {
            /** @description The model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GeneratedModel"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_drafts_map_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": {
                 *         "type": "draftId",
                 *         "id": "desk"
                 *       },
                 *       "nodeId": "a",
                 *       "pmf": {
                 *         "values": [
                 *           0,
                 *           1,
                 *           2
                 *         ],
                 *         "probabilities": [
                 *           0.2,
                 *           0.5,
                 *           0.3
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["MapProfile"];
            };
        };
        responses: {
            /** @description The new text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappedProfile"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_drafts_run: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": {
                 *         "type": "inline",
                 *         "id": "desk",
                 *         "content": "schemaVersion: 1\ngenerator: flowtime-sim\nmetadata: {id: desk, title: Desk, version: 1.0.0}\nwindow: {start: 2026-01-01T00:00:00Z, timezone: UTC}\ngrid: {bins: 2, binSize: 5, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [1, 2]}\ntopology:\n  nodes:\n  - {id: Desk, kind: service, semantics: {arrivals: a, served: a}}\n  edges: []\noutputs:\n- {series: a}\n"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["DraftRun"];
            };
        };
        responses: {
            /** @description Reused or planned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Accepted: a job works on it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_drafts_validate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": {
                 *         "type": "inline",
                 *         "id": "desk",
                 *         "content": "schemaVersion: 1\ngenerator: flowtime-sim\nmetadata: {id: desk, title: Desk, version: 1.0.0}\nwindow: {start: 2026-01-01T00:00:00Z, timezone: UTC}\ngrid: {bins: 2, binSize: 5, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [1, 2]}\ntopology:\n  nodes:\n  - {id: Desk, kind: service, semantics: {arrivals: a, served: a}}\n  edges: []\noutputs:\n- {series: a}\n"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["DraftUse"];
            };
        };
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftValidation"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_healthz: {
        parameters: {
            query?: {
                /** @description Accepted and without effect. */
                detailed?: string;
                /** @description Accepted and without effect. */
                "include-details"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredModels"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_models_templateId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a template or draft. */
                templateId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredModel"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_orchestration_runs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description respond-async: answer 202 with a job at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system",
                 *       "parameters": {
                 *         "bins": 12
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RunRequest"];
            };
        };
        responses: {
            /** @description Reused, planned (dry run) or referred to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Accepted: a job works on it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_profiles_fit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mode": "profile",
                 *       "seriesId": "orders"
                 *     }
                 */
                "application/json": components["schemas"]["ProfileFit"];
            };
        };
        responses: {
            /** @description The profile or pmf */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittedProfile"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_profiles_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pmf": {
                 *         "values": [
                 *           0,
                 *           1,
                 *           2
                 *         ],
                 *         "probabilities": [
                 *           0.2,
                 *           0.5,
                 *           0.3
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProfilePreview"];
            };
        };
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewedProfile"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_series_ingest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "seriesId": "orders",
                 *       "content": "bin,value\n0,4\n1,9\n",
                 *       "metadata": {
                 *         "binSize": 1,
                 *         "binUnit": "hours"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SeriesIngest"];
            };
        };
        responses: {
            /** @description Kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesIngested"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_series_summarize: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "seriesId": "orders"
                 *     }
                 */
                "application/json": components["schemas"]["SeriesSummarize"];
            };
        };
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesSummary"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_templates: {
        parameters: {
            query?: {
                /** @description Only templates of this category. */
                category?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateList"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_templates_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a template, in exactly this spelling. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_templates_id_generate: {
        parameters: {
            query?: {
                /** @description Accepted and without effect. */
                embed_provenance?: string;
                /** @description What the model is for; else what the template says. */
                mode?: string;
            };
            header?: never;
            path: {
                /** @description The id of a template, in exactly this spelling. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "bins": 12
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description The model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GeneratedModel"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_templates_id_source: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a template, in exactly this spelling. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateSource"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_templates_categories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Their names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateCategories"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_templates_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many there are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatesRefreshed"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_healthz: {
        parameters: {
            query?: {
                /** @description Accepted and without effect. */
                detailed?: string;
                /** @description Accepted and without effect. */
                "include-details"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_openapi_v1_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sign_in_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description From the line that the server printed. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in; on to the first page */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_artifacts: {
        parameters: {
            query?: {
                /** @description Runs of this content. */
                contentHash?: string;
                /** @description A time; inclusive. */
                createdAfter?: string;
                /** @description A time; inclusive. */
                createdBefore?: string;
                /** @description A part of the title, id, tags, metadata or names of files. */
                fullText?: string;
                /** @description true also shows archived ones. */
                includeArchived?: string;
                /** @description Runs with a headline of this kind; several with commas. */
                kind?: string;
                /** @description How many at most; 50, and never more than 1000. */
                limit?: string;
                /** @description Bytes; inclusive. */
                maxSize?: string;
                /** @description Bytes; inclusive. */
                minSize?: string;
                /** @description The model of the provenance, exactly. */
                modelId?: string;
                /** @description An artifact of the same type, with a tag or made within a day of. */
                relatedTo?: string;
                /** @description A part of the title or of a value of the metadata. */
                search?: string;
                /** @description How many to pass over. */
                skip?: string;
                /** @description created, title, id, size, modified, harmed or verdict. */
                sortBy?: string;
                /** @description asc or desc; equal ones are ordered by id. */
                sortOrder?: string;
                /** @description Tags, separated by commas; one of them is enough. */
                tags?: string;
                /** @description The template of the provenance, exactly. */
                templateId?: string;
                /** @description run or model, in any case. */
                type?: string;
                /** @description Runs that are good, warning or critical; several with commas. */
                verdict?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactList"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_artifacts_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of an artifact: a run's or a model's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_artifacts_id_download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of an artifact: a run's or a model's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_artifacts_id_files_fileName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One of its files. */
                fileName: string;
                /** @description The id of an artifact: a run's or a model's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_artifacts_id_files_series_fileName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `<seriesId>.csv`, or the name that `outputs` gives it, or `index.json`. */
                fileName: string;
                /** @description The id of an artifact: a run's or a model's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_artifacts_id_relationships: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of an artifact: a run's or a model's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactRelationships"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_artifacts_archive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       "RUN_ID"
                 *     ]
                 */
                "application/json": components["schemas"]["ArtifactIds"];
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactOutcomes"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_artifacts_bulk_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       "RUN_ID"
                 *     ]
                 */
                "application/json": components["schemas"]["ArtifactIds"];
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactOutcomes"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_artifacts_index: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All artifacts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactRegistry"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_calibrate: {
        parameters: {
            query?: never;
            header?: {
                /** @description respond-async: answer 202 with a job at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system",
                 *       "parameters": {
                 *         "bins": 12
                 *       },
                 *       "vary": [
                 *         "paymentCapacity=60..96"
                 *       ],
                 *       "measured": {
                 *         "payment_queue": [
                 *           0,
                 *           0,
                 *           0,
                 *           0,
                 *           0,
                 *           0,
                 *           0,
                 *           0,
                 *           0,
                 *           0,
                 *           0,
                 *           0
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CalibrateRequest"];
            };
        };
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calibration"];
                };
            };
            /** @description With Prefer: respond-async: a job works on it, and its result is the Calibration */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_compare: {
        parameters: {
            query?: {
                /** @description A figure of both runs, such as p95Wait:Payment or max:api_queue; may be repeated. The change of the first is divided. */
                figure?: string;
                /** @description Two to eight ids, separated by commas; the first is what the others are compared with. */
                runs?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One comparison for each run after the first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparisons"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_compare_card_png: {
        parameters: {
            query: {
                /** @description Two ids, separated by a comma; the first is what was before. */
                runs: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A picture of 1,200 x 630 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_compare_card_svg: {
        parameters: {
            query: {
                /** @description Two ids, separated by a comma; the first is what was before. */
                runs: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A picture of 1,200 x 630 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_diagnostics_hover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "canvas",
                 *       "runId": "RUN_ID",
                 *       "avgFrameMs": 3.5
                 *     }
                 */
                "application/json": components["schemas"]["HoverDiagnostics"];
            };
        };
        responses: {
            /** @description Kept */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoverDiagnosticsKept"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_engine_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session begins */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_engine_session_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionHealth"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_goal_seek: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system",
                 *       "vary": [
                 *         "paymentCapacity=60..96"
                 *       ],
                 *       "measures": [
                 *         "max(payment_queue)"
                 *       ],
                 *       "target": 50
                 *     }
                 */
                "application/json": components["schemas"]["StudyRequest"];
            };
        };
        responses: {
            /** @description What was found; nothing is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoalSeek"];
                };
            };
            /** @description With Prefer: respond-async: stored, and worked on by a job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_graph: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example schemaVersion: 1
                 *     grid: {bins: 4, binSize: 1, binUnit: hours}
                 *     nodes:
                 *     - {id: demand, kind: const, values: [4, 9, 6, 2]}
                 *     - {id: served, kind: expr, expr: "MIN(demand, 6)"}
                 */
                "application/x-yaml": string;
            };
        };
        responses: {
            /** @description The graph */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelGraph"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_healthz: {
        parameters: {
            query?: {
                /** @description Accepted and without effect. */
                detailed?: string;
                /** @description Accepted and without effect. */
                "include-details"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 100, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_jobs_jobId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_v1_jobs_jobId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was asked */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_jobs_jobId_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description Continue after this event. */
                "Last-Event-ID"?: number;
            };
            path: {
                /** @description The job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description state, stage and progress events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_optimize: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system",
                 *       "vary": [
                 *         "paymentCapacity=60..96"
                 *       ],
                 *       "measures": [
                 *         "longest(Payment)"
                 *       ],
                 *       "maxIterations": 20
                 *     }
                 */
                "application/json": components["schemas"]["StudyRequest"];
            };
        };
        responses: {
            /** @description What was found; nothing is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Optimum"];
                };
            };
            /** @description With Prefer: respond-async: stored, and worked on by a job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_preview: {
        parameters: {
            query?: {
                /** @description Pools the bins of the window to so many points. */
                maxPoints?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system",
                 *       "parameters": {
                 *         "bins": 12
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RunRequest"];
            };
        };
        responses: {
            /** @description The run as its pages read it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPreview"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the model, or a JSON object with modelId, templateId, templateVersion, templateTitle, source, generator, generatedAt and parameters. Overrides the model's own provenance block, which has the same form. */
                "X-Model-Provenance"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example schemaVersion: 1
                 *     grid: {bins: 4, binSize: 1, binUnit: hours}
                 *     nodes:
                 *     - {id: demand, kind: const, values: [4, 9, 6, 2]}
                 *     - {id: served, kind: expr, expr: "MIN(demand, 6)"}
                 */
                "application/x-yaml": string;
            };
        };
        responses: {
            /** @description The run and its series */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelRun"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs: {
        parameters: {
            query?: {
                /** @description Runs of this content. */
                contentHash?: string;
                /** @description true or false. */
                hasWarnings?: boolean;
                /** @description Of the headline: retryStorm, loss, overload, ... (Finding); several with commas. */
                kind?: string;
                /** @description simulation or telemetry, in any case. */
                mode?: string;
                /** @description From 1. */
                page?: number;
                /** @description 50 if not given, at most 200. */
                pageSize?: number;
                /** @description Words that id, template, parameters or findings contain. */
                q?: string;
                /** @description created (newest first), harmed (most first) or verdict (worst first, then harmed). */
                sort?: string;
                /** @description Runs with this tag. */
                tag?: string;
                /** @description Runs of one template, in any case. */
                templateId?: string;
                /** @description good, warning or critical; several with commas. */
                verdict?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_runs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description respond-async: answer 202 with a job at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system",
                 *       "parameters": {
                 *         "bins": 12
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RunRequest"];
            };
        };
        responses: {
            /** @description Reused, planned (dry run) or referred to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Accepted: a job works on it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its envelope */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_v1_runs_runId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Until when it can come back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedRun"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_v1_runs_runId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tags": [
                 *         "baseline"
                 *       ],
                 *       "note": "before"
                 *     }
                 */
                "application/json": components["schemas"]["LabelChange"];
            };
        };
        responses: {
            /** @description Its labels now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRemarks"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_card_png: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A picture of 1,200 x 630 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_card_svg: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A picture of 1,200 x 630 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_explain: {
        parameters: {
            query?: {
                /** @description The same, under the name of the command line. */
                at?: string;
                /** @description The bin, or a time in it (14:00). */
                bin?: string;
                /** @description Of a role: of the items of this class; * of no class. */
                class?: string;
                /** @description Values that are traced, at most. */
                depth?: number;
                /** @description A role or a computed metric of the node. */
                metric?: string;
                /** @description A topology node. */
                node?: string;
                /** @description The series; or node and metric. */
                series?: string;
                /** @description Causes that are listed one by one, at most. */
                width?: number;
            };
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The explanation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_runs_runId_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exported"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_export_format: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description csv (also aggregates and gold), csv-wide, ndjson, openmetrics, parquet or grafana, in any case. */
                format: string;
                /** @description The id of a run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_flow_facts: {
        parameters: {
            query?: {
                /** @description Coefficient of variation of the time between arrivals; 1 by default. */
                ca?: number;
                /** @description The same of the service time; 1 by default. */
                cs?: number;
                /** @description Last bin, inclusive; the last of the grid by default. */
                endBin?: number;
                /** @description Pools bins so that no series has more points; many series have fewer still, so that the answer stays below 2 MB. */
                maxPoints?: number;
                /** @description Nodes to show, by comma; all by default. */
                nodes?: string;
                /** @description Nodes in the order in which items pass. */
                path?: string;
                /** @description First bin, from 0; the first of the grid by default. */
                startBin?: number;
                /** @description Asks for the probability of waiting at most this long: minutes, or 15s, 2h. */
                t?: string;
            };
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description nodes, bottlenecks, path */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowFacts"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_frames: {
        parameters: {
            query?: {
                /** @description A class; totals by default. */
                class?: string;
                /** @description How values are written. */
                enc?: "f32" | "f64";
                /** @description Last bin, inclusive. */
                end?: number;
                /** @description Each frame is the largest of 2^level bins. */
                level?: number;
                /** @description A metric of nodes; utilization by default. */
                metric?: string;
                /** @description First bin. */
                start?: number;
            };
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description header and values */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_graph: {
        parameters: {
            query?: {
                /** @description Fields whose dependencies full mode shows. */
                dependencyFields?: string;
                /** @description uniform or contribution; without effect. */
                edgeWeight?: string;
                /** @description Kinds of nodes to show, by comma. */
                kinds?: string;
                /** @description full adds the computed nodes of the model; compact is operational. */
                mode?: "operational" | "full" | "compact";
            };
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description nodes, edges, order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Graph"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_index: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description grid, series, classes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesIndex"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_layout: {
        parameters: {
            query?: {
                /** @description Also the load of every node in this bin. */
                bin?: string;
                /** @description JSON or a drawing. */
                format?: "json" | "svg";
            };
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The layout */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Layout"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_metrics: {
        parameters: {
            query?: {
                /** @description Last bin, inclusive; the last of the grid by default. */
                endBin?: number;
                /** @description Pools bins so that no series has more points; many series have fewer still, so that the answer stays below 2 MB. */
                maxPoints?: number;
                /** @description First bin, from 0; the first of the grid by default. */
                startBin?: number;
            };
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description window, grid, services */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunMetrics"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description YAML */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/yaml": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_notes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notes"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_runs_runId_notes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "bin": 1,
                 *       "text": "sale mail"
                 *     }
                 */
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description All of its notes now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notes"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_v1_runs_runId_notes_noteId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The note. */
                noteId: string;
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notes that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notes"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_residuals: {
        parameters: {
            query?: {
                /** @description step: computed from everything else as measured; free: computed from the measured inputs alone. */
                basis?: "step" | "free";
                /** @description Topology nodes, separated by commas; all without it. */
                nodes?: string;
                /** @description Also every bin. */
                values?: boolean;
            };
            header?: never;
            path: {
                /** @description A telemetry run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Per node and series */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Residuals"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_runs_runId_restore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its envelope */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_series_seriesId: {
        parameters: {
            query?: never;
            header?: {
                /** @description text/csv (the default), application/json or application/octet-stream (little-endian float64). */
                Accept?: string;
            };
            path: {
                /** @description The run. */
                runId: string;
                /** @description Its id in the index, or the bare id. */
                seriesId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description t,value */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesValues"];
                    "application/octet-stream": string;
                    "text/csv": string;
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_state: {
        parameters: {
            query: {
                /** @description The bin, from 0. */
                binIndex: number;
                /** @description bin leaves out what is the same in every bin, which the graph and /state_window have, and what is not known in this one; by default all is given. */
                detail?: "all" | "bin";
            };
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description metadata, bin, nodes, edges, warnings; with detail=bin without warnings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateOrBinState"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_state_window: {
        parameters: {
            query?: {
                /** @description Classes of edges to show, by comma. */
                classIds?: string;
                /** @description Edges to show, by comma, in any case. */
                edgeIds?: string;
                /** @description Series to show of them, by comma. */
                edgeMetrics?: string;
                /** @description Last bin, inclusive; the last of the grid by default. */
                endBin?: number;
                /** @description false leaves the edges out. */
                includeEdges?: boolean;
                /** @description Pools bins so that no series has more points; many series have fewer still, so that the answer stays below 2 MB. */
                maxPoints?: number;
                /** @description Series to show of them, by comma, also state and verdict; all by default. */
                metrics?: string;
                /** @description full adds the computed nodes of the model; compact is operational. */
                mode?: "operational" | "full" | "compact";
                /** @description Nodes to show, by comma; all by default. */
                nodes?: string;
                /** @description First bin, from 0; the first of the grid by default. */
                startBin?: number;
            };
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description metadata, window, timestampsUtc, nodes, edges, warnings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateWindow"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_suggest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Computed once and kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestions"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_runs_runId_ui_bundle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description metadata, grid, verdict, findings, thresholds, graph, nodes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UiBundle"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_sensitivity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system",
                 *       "paramIds": [
                 *         "paymentCapacity"
                 *       ],
                 *       "measures": [
                 *         "max(payment_queue)"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["StudyRequest"];
            };
        };
        responses: {
            /** @description What was found; nothing is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sensitivity"];
                };
            };
            /** @description With Prefer: respond-async: stored, and worked on by a job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_studies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Without requests and results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyList"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_studies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "sweep",
                 *       "templateId": "order-system",
                 *       "vary": [
                 *         "paymentCapacity=60..96/4"
                 *       ],
                 *       "measures": [
                 *         "late(run)"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["StudyRequest"];
            };
        };
        responses: {
            /** @description The finished study */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description With Prefer: respond-async: a job works on it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_studies_studyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The study. */
                studyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The study */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_v1_studies_studyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The study. */
                studyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_studies_studyId_points_point_run: {
        parameters: {
            query?: {
                /** @description The id of the run; else a random one. */
                runId?: string;
            };
            header?: never;
            path: {
                /** @description Its number, from 0. */
                point: string;
                /** @description The study. */
                studyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_studies_studyId_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The study. */
                studyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The study */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description With Prefer: respond-async: a job works on it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_studies_compare: {
        parameters: {
            query?: {
                /** @description Entries of each list, the largest changes first; else 20. */
                limit?: number;
                /** @description Two ids, separated by a comma; the first is what the other is compared with. */
                studies?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures, findings and bands before and after */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyComparison"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_suggest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system"
                 *     }
                 */
                "application/json": components["schemas"]["StudyRequest"];
            };
        };
        responses: {
            /** @description What was found; nothing is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestions"];
                };
            };
            /** @description With Prefer: respond-async: stored, and worked on by a job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "templateId": "order-system",
                 *       "vary": [
                 *         "paymentCapacity=60..96/4"
                 *       ],
                 *       "measures": [
                 *         "max(payment_queue)"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["StudyRequest"];
            };
        };
        responses: {
            /** @description What was found; nothing is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            /** @description With Prefer: respond-async: stored, and worked on by a job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_telemetry_captures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name, at most 500 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Captures"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_telemetry_captures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": {
                 *         "type": "run",
                 *         "runId": "RUN_ID"
                 *       },
                 *       "output": {
                 *         "captureKey": "monday"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CaptureRequest"];
            };
        };
        responses: {
            /** @description Made */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Captured"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is one already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_telemetry_imports: {
        parameters: {
            query?: {
                /** @description of the bins: 5m, 1h, 30s; else the usual distance of samples */
                bin?: string;
                /** @description how many; else up to the last sample */
                bins?: string;
                /** @description of numbers: . or , */
                decimal?: string;
                /** @description between fields: a character, or tab */
                delimiter?: string;
                /** @description What the data is called in messages. */
                fileName?: string;
                /** @description of bins without a sample: none, zero, hold or linear */
                fill?: string;
                /** @description csv, prometheus, openmetrics or jsonl; else found out */
                format?: string;
                /** @description whether the first row has names: yes or no */
                header?: string;
                /** @description The id of the import; else derived from its content. */
                id?: string;
                /** @description flow (summed), mean, last, max, or counter; COLUMN=KIND for one column */
                kind?: string;
                /** @description of a long table: what tells its series apart */
                nameColumn?: string;
                /** @description Replace an import of this id. */
                overwrite?: boolean;
                /** @description of the first bin; else that of the first sample */
                start?: string;
                /** @description between groups of digits: , . ' space or none */
                thousands?: string;
                /** @description by name, or by number from 1 */
                timeColumn?: string;
                /** @description iso, epoch, dmy (31.12.2026), mdy (12/31/2026), named (Dec 31 2026) or year */
                timeFormat?: string;
                /** @description of times without an offset: Europe/Berlin, +02:00; else UTC */
                timezone?: string;
                /** @description of the values; kept, shown, not converted */
                unit?: string;
                /** @description a column to import; else all that are numbers */
                valueColumn?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example time,requests
                 *     2026-01-01T00:00:00Z,5
                 *     2026-01-01T00:01:00Z,6
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description The same was there already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description Imported */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_telemetry_imports_importId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of an import. */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_templates_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many there are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatesRefreshed"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_v1_trash: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trash"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_v1_validate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "yaml": "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n- {id: demand, kind: const, values: [4, 9]}\n",
                 *       "tier": "analyse"
                 *     }
                 */
                "application/json": components["schemas"]["ValidateRequest"];
            };
        };
        responses: {
            /** @description Errors and warnings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Validation"];
                };
            };
            /** @description What was sent is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Pages of that origin may not ask */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or asks for too much */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is encoded */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
