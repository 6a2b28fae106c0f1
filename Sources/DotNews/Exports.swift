// `import DotNews` is all an app needs.
@_exported public import DotNewsMarkup
@_exported public import DotNewsModels
@_exported public import DotNewsNetworking
@_exported public import DotNewsPersistence
@_exported public import DotNewsQRCode
@_exported public import DotNewsReplication
@_exported public import DotNewsSharing
@_exported public import DotNewsSync
